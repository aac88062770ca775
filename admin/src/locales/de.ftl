# Der Schreibtisch auf Deutsch.
desk = Schreibtisch
skip = Zur Arbeit springen
menu = Menü
sections = Bereiche
to-the-site = Zur Website
view-site = Website ansehen
language = Sprache
scheme = Hell oder dunkel
scheme-auto = Automatisch
scheme-light = Hell
scheme-dark = Dunkel
palette = Gehe zu, tue
palette-wish = Wohin, oder was tun?
palette-nothing = Nichts heißt so.
kind-action = Aktion
kind-place = Ort
kind-story = Beitrag
shortcuts = Tasten
keys-everywhere = Überall
keys-editor = Editor
key-shortcuts = Diese Liste
key-new = Neuer Beitrag
key-undo = Rückgängig
key-next = Weiter
key-previous = Zurück
key-mark = Für eine gemeinsame Entscheidung markieren
key-slash = Block einfügen
key-save = Jetzt speichern
key-emphasis = Fett, kursiv
key-link = Link
opening = Wird geöffnet …
close = Schließen
save = Speichern
keep = Behalten
delete = Löschen
undo = Rückgängig
dismiss = Ausblenden
show = Zeigen
name = Name
title = Titel
state = Stand
date = Datum
authors = Autoren
author = Autor
tag = Schlagwort
description = Beschreibung
try-again = Noch einmal

sign-in = Anmelden
sign-out = Abmelden
email = E-Mail
password = Passwort
password-hint = Mindestens { $characters } Zeichen. Die Länge zählt, nicht die Sonderzeichen.
sign-in-wrong = E-Mail oder Passwort stimmt nicht. Nichts wurde geändert.
sign-in-digits = Code aus der App
sign-in-digits-hint = Sechs Ziffern, oder einer der Wiederherstellungscodes.
sign-in-digits-wrong = Dieser Code stimmt nicht. Alle 30 Sekunden erscheint ein neuer.
sign-in-forgotten = Vergessen? Wer die Site verwaltet, kann einen neuen Link schicken.
session-lapsed = Sie wurden abgemeldet. Ihr Text ist noch hier; melden Sie sich an und schreiben Sie weiter.
set-up = Ihre Zeitung
set-up-intro = Hier entsteht das Konto der Inhaberin oder des Inhabers. Der Link gilt einmal.
set-up-begin = Anfangen
set-up-needs-link = Diese Site hat noch kein Konto. Öffnen Sie den Link, den der Server beim Start ausgegeben hat, oder legen Sie ein Konto auf der Kommandozeile an:
site-title = Titel der Site
your-name = Ihr Name
invitation = In die Redaktion kommen
invitation-intro = Sie sind eingeladen, für { $site } zu schreiben.
invitation-accept = Dazukommen
link-expired = Dieser Link ist abgelaufen oder wurde schon benutzt. Bitten Sie um einen neuen.
new-password = Neues Passwort
new-password-done = Das Passwort ist geändert, und alle Geräte sind abgemeldet.

failure-unexpected = Am Schreibtisch selbst ist etwas schiefgegangen. Gespeichertes ist sicher; laden Sie die Seite neu.
failure-away = Der Server antwortet nicht. Ihr Text ist auf diesem Gerät aufgehoben; versuchen Sie es gleich noch einmal.
failure-signed-out = Sie sind abgemeldet. Ihr Text ist noch hier.
failure-conflict = Jemand anderes hat zuerst gespeichert. Nichts wurde überschrieben.
failure-forbidden = Ihre Rolle erlaubt das nicht. Nichts wurde geändert.
failure-gone = Das gibt es hier nicht mehr. Vielleicht hat es jemand gelöscht.
failure-too-often = Zu viele Versuche. Nichts wurde geändert; warten Sie eine Minute.
failure-server = Der Server konnte das nicht. Nichts wurde geändert; versuchen Sie es noch einmal, und sagen Sie es dem Betreiber, wenn es so bleibt.
failure-refused = Nicht angenommen: { $reason }
not-found = Hier ist nichts
not-found-text = Die Adresse führt nirgendwohin, oder dorthin, wo Ihre Rolle nicht hinkommt.

dashboard = Übersicht
greeting = Guten Tag, { $name }
waiting = wartend:
comments-waiting = { $count ->
    [one] Ein Kommentar wartet auf Sie
   *[other] { $count } Kommentare warten auf Sie
}
comments-none-waiting = Kein Kommentar wartet.
first-story = Noch ist nichts geschrieben
first-story-text = Schreiben Sie hier den ersten Beitrag, oder bringen Sie die alten aus Blogger, WordPress, Ghost oder Markdown mit.
first-page-text = Seiten stehen für sich: Über uns, Kontakt, Impressum.
drafts = { $count ->
    [0] Entwürfe
    [one] Ein Entwurf
   *[other] { $count } Entwürfe
}
drafts-none = Keine Entwürfe.
scheduled = Geplant
scheduled-none = Nichts ist geplant.
last-published = Zuletzt erschienen
published-none = Noch ist nichts erschienen.

stories = Beiträge
pages = Seiten
new-story = Neuer Beitrag
new-page = Neue Seite
story-count = { $count ->
    [one] ein Beitrag
   *[other] { $count } Beiträge
}
every-state = Jeder Stand
every-tag = Jedes Schlagwort
status-draft = Entwurf
status-scheduled = Geplant
status-published = Erschienen
search-stories = Alles Geschriebene durchsuchen
by-author = Von { $name }
list-nothing = Nichts passt zu dieser Suche.
list-all = Alle zeigen
mark-all = Alle auf dieser Seite markieren
mark-one = „{ $title }“ markieren
marked = { $count } markiert
bulk = Mit den markierten
bulk-hint = Markieren Sie Beiträge, um viele auf einmal zu ändern.
bulk-published = { $count ->
    [one] Veröffentlicht.
   *[other] { $count } veröffentlicht.
}
bulk-unpublished = { $count ->
    [one] Zurückgezogen; es ist ein Entwurf.
   *[other] { $count } zurückgezogen; es sind Entwürfe.
}
bulk-tagged = { $count ->
    [one] Verschlagwortet.
   *[other] { $count } verschlagwortet.
}
bulk-deleted = { $count ->
    [one] Gelöscht.
   *[other] { $count } gelöscht.
}
bulk-delete-certain = { $count ->
    [one] Diesen löschen, mit seinen Kommentaren?
   *[other] Diese { $count } löschen, mit ihren Kommentaren?
}
publish = Veröffentlichen
publish-not-yours = Veröffentlicht wird es von der Redaktion.
unpublish = Zurückziehen
add-tag = Schlagwort geben
paging = Seiten der Liste
newer = Neuere
older = Ältere
page-of = { $page } von { $pages } · { $total } insgesamt

tags = Schlagwörter
tag-new = Neues Schlagwort
tag-search = Schlagwörter suchen
tags-none = Noch keine Schlagwörter. Sie kommen mit dem ersten Beitrag, der eines nennt, oder von hier.
tag-saved = „{ $name }“ ist gespeichert.
tag-deleted = „{ $name }“ ist gelöscht; seine Beiträge bleiben.
tag-slug-hint = Die Adresse seiner Liste. Die alte Adresse führt zur neuen.
tag-delete-certain = { $count ->
    [0] Dieses Schlagwort löschen? Kein Beitrag hat es.
    [one] Dieses Schlagwort löschen? Ein Beitrag verliert es und bleibt.
   *[other] Dieses Schlagwort löschen? { $count } Beiträge verlieren es und bleiben.
}
slug = Adressteil

comments = Kommentare
comment-approve = Freigeben
comment-spam = Spam
comment-trash = Wegwerfen
comment-reply = Antworten

untitled = (Ohne Titel)
story-text = Text des Beitrags
story-invitation = Schreiben Sie hier. Ein Schrägstrich auf einer leeren Zeile bietet Blöcke an.
details = Einzelheiten
update = Aktualisieren
read-it = Auf der Site lesen
standing-clean = Nichts zu speichern
standing-changed = Geändert
standing-not-out = Hier aufgehoben; Leser sehen noch die Fassung von vorher
standing-saving = Wird gespeichert …
standing-saved = Gespeichert { $when }
standing-away = Offline, hier aufgehoben
standing-conflict = Jemand anderes hat zuerst gespeichert; hier aufgehoben
standing-not-kept = Dieses Gerät hat keinen Platz für eine Kopie. Schließen Sie die Seite nicht, bevor gespeichert ist.
recovered = Ungespeicherter Text von { $when } ist wieder da.
cleaned = Der Server hat Teile weggelassen, die ein Beitrag nicht haben darf. Was Sie jetzt sehen, sehen auch die Leser.
undone = Rückgängig gemacht.
published-done = Veröffentlicht.
published-now = Veröffentlicht, vor der geplanten Zeit.
scheduled-done = Geplant.
unpublished-done = Zurückgezogen; es ist ein Entwurf.
updated-done = Aktualisiert; Leser sehen es jetzt.
schedule = Planen
reschedule = Zeit ändern
unschedule = Nicht veröffentlichen
publish-now = Jetzt veröffentlichen
schedule-at = Veröffentlichen am
in-zone = Zeit in { $zone }
words = { $count ->
    [one] ein Wort
   *[other] { $count } Wörter
}
minutes = { $count ->
    [one] eine Minute Lesezeit
   *[other] { $count } Minuten Lesezeit
}
bylines = Autorenzeile
slug-hint = Wenn er sich ändert, führt die alte Adresse zur neuen.
story-language = Sprache des Beitrags
featured = Hervorgehoben
search-engines = Suchmaschinen und Teilen
search-preview = Wie eine Suchmaschine es zeigt
feature-image = Bild am Anfang
image-other = Anderes Bild
image-remove = Wegnehmen
storing = Wird gespeichert …
add-name = Hinzufügen …
remove-name = { $name } wegnehmen
conflict = Zwei Fassungen
conflict-text = Jemand anderes hat diesen Beitrag gespeichert, während Sie schrieben. Nichts wurde überschrieben; wählen Sie, was bleibt.
conflict-theirs = Von jemand anderem gespeichert
conflict-ours = Ihre
conflict-both = Beide behalten: meine als neuer Entwurf
conflict-take-theirs = Die andere nehmen, meine vergessen
conflict-keep-ours = Die andere durch meine ersetzen
conflict-title = { $title } (andere Fassung)
conflict-both-done = Ihre Fassung ist jetzt ein eigener Entwurf.
field-address = Adresse
field-emoji = Emoji
field-html = HTML
field-caption = Bildunterschrift
field-alt = Was auf dem Bild zu sehen ist
selection = Markierter Text
bold = Fett
italic = Kursiv
strike = Durchgestrichen
code = Code
link = Link
block-heading-2 = Überschrift
block-heading-3 = Kleine Überschrift
block-picture = Bild
block-library = Bild aus den Medien
block-bullets = Liste
block-numbers = Nummerierte Liste
block-quote = Zitat
block-jump = Weiterlesen: hier endet der Anreißer
block-divider = Trennlinie
block-table = Tabelle
block-callout = Hinweis
block-toggle = Aufklapptext
block-button = Schaltfläche
block-bookmark = Lesezeichen
block-code = Codeblock
block-html = HTML-Block

drawers = Zustände der Kommentare
comments-pending = Wartend
comments-approved = Freigegeben
comments-spam = Spam
comments-removed = Entfernt
queue-empty = Nichts wartet
queue-empty-text = Neue Kommentare, die eine Entscheidung brauchen, erscheinen hier.
queue-done = { $count } entschieden
queue-search = Wörter oder ein Name
queue-mark-shown = Die { $count } gezeigten markieren
queue-mark-all = Alle { $count } markieren
queue-mark-found = Alle gefundenen markieren
queue-all-marked = Alle { $count } sind markiert
queue-found-marked = Alle gefundenen sind markiert
queue-reached = { $count } entschieden, es geht weiter …
drawer-empty = Hier ist nichts.
comment-focus = Der Kommentar im Blick
comment-story = Unter
comment-reasons = Der Filter sagt
comment-author = Von
comment-author-unknown = Hat keine Adresse hinterlassen
staff-mark = (Redaktion)
edit = Bearbeiten
more = Mehr
decided-approved = { $count ->
    [one] Freigegeben.
   *[other] { $count } freigegeben.
}
decided-spam = { $count ->
    [one] Als Spam markiert.
   *[other] { $count } als Spam markiert.
}
decided-removed = { $count ->
    [one] Entfernt.
   *[other] { $count } entfernt.
}
decided-pending = { $count ->
    [one] Wartet wieder.
   *[other] { $count } warten wieder.
}

staff = Redaktion
own-account = Mein Konto
yourself = (Sie)
role = Rolle
role-of = Rolle von { $name }
role-moderator = Moderation
role-contributor = Mitarbeit
role-author = Autor
role-editor = Redakteur
role-administrator = Verwaltung
role-owner = Inhaber
role-given = { $name } ist jetzt { $role }.
account-is-inactive = gesperrt
account-active = { $name } kann sich wieder anmelden.
account-inactive = { $name } kann sich nicht mehr anmelden und ist überall abgemeldet.
account-deleted = Das Konto von { $name } ist gelöscht; die Beiträge bleiben.
account-delete-certain = Konto löschen, Beiträge behalten
account-saved = Ihr Konto ist gespeichert.
disable = Sperren
enable = Freigeben
choose = Wählen …
invite = Einladen
invite-make = Link machen
invite-link = Link für die Einladung
invite-link-hint = Geben Sie ihn selbst weiter: es geht keine Mail hinaus, er gilt einmal, und er wird nur jetzt gezeigt.
invite-expired = abgelaufen
invite-withdraw = Zurückziehen
invite-withdrawn = Die Einladung von { $email } gilt nicht mehr.
invites-open = Offene Einladungen
copy = Kopieren
copied = Kopiert
old-password = Heutiges Passwort
password-change = Passwort ändern
new-password-saved = Das Passwort ist geändert. Alle anderen Geräte sind abgemeldet.
devices = Geräte
device-this = dieses
device-ended = Dieses Gerät ist abgemeldet.
devices-end = Überall abmelden
devices-ended = Überall abgemeldet.
house = Haus
house-text = Das hier geschieht auf der Kommandozeile des Servers. Tippen Sie in seinem Ordner:
house-backup = Alles kopieren, während die Site läuft
house-check = Beweisen, dass alles in Ordnung ist

media = Medien
media-add = Dateien hinzufügen
media-search = Medien suchen
media-choose = Aus den Medien
media-only-unused = Nur was nirgends verwendet wird
media-none = Noch keine Bilder. Ziehen Sie welche hierher, oder fügen Sie sie in einem Beitrag ein.
media-sending = { $done } von { $all } gespeichert
media-open = Datei öffnen
media-saved = Gespeichert.
media-deleted = Die Datei ist gelöscht.
media-alt = Was auf dem Bild zu sehen ist
media-caption = Bildunterschrift
media-credit = Bildnachweis
media-licence = Lizenz
media-used = Wo sie steht
media-unused = Nirgends.
media-elsewhere = Als Teil der Site: Logo, Symbol, Titelbild oder Porträt.
media-delete-certain = Diese Datei endgültig löschen? Nichts zeigt sie.
comment-ban = Sperren
banned = { $name } ist für dreißig Tage ausgesperrt.
comment-history = Sonst von diesem Leser
comment-decisions = Bisher entschieden
comments-trash = Papierkorb
history-pending = { $count } wartend
history-approved = { $count } freigegeben
history-spam = { $count } Spam
history-trash = { $count } im Papierkorb
history-none = Nichts.
history-unknown = Was dieser Leser sonst schrieb, ist gerade nicht zu lesen.
decision = { $who }: { $to }
decided-trash = { $count ->
    [one] Im Papierkorb.
   *[other] { $count } im Papierkorb.
}

settings = Einstellungen
settings-paper = Die Zeitung
settings-reading = Listen und Adressen
settings-saved = Gespeichert; Leser sehen es jetzt.
setting-title = Titel
setting-description = Zeile unter dem Titel
setting-url = Öffentliche Adresse
setting-locale = Sprache
setting-timezone = Zeitzone
setting-accent_color = Akzentfarbe
setting-posts_per_page = Beiträge auf einer Seite
setting-permalinks = Muster der Beitragsadressen
settings-readers = Wer lesen darf
setting-password = Passwort für Leser
setting-password-hint = Wer kein Passwort hat, liest nichts, und Suchmaschinen führen nichts auf. Leer lassen, damit alle lesen können. Wird es geändert, geben alle das neue ein.
setting-navigation = Navigation
setting-secondary_navigation = Navigation am Fuß
setting-comments_enabled = Leser dürfen kommentieren
setting-moderation = Welche Kommentare warten
moderation-house = Wie die Installation sagt
moderation-open = Keine, außer was der Filter hält
moderation-first = Die ersten von Neuen
moderation-all = Alle
discard = Verwerfen
add-item = Eintrag hinzufügen
move-up = { $name } nach oben
audit = Protokoll
audit-none = Noch wurde nichts getan.
audit-who = Wer
audit-what = Was
factor = Zweiter Faktor
factor-text = Ein Code aus einer App auf dem Telefon, neben dem Passwort.
factor-begin = Einrichten
factor-secret = Tippen Sie das in die App, oder öffnen Sie die Adresse auf dem Telefon; dann tippen Sie den Code, den die App zeigt.
factor-open = In der App öffnen
factor-confirm = Einschalten
factor-recovery = Heben Sie diese Codes auf, wo Ihre Schlüssel liegen. Jeder gilt einmal, und sie werden nur jetzt gezeigt.
factor-is-on = Er ist an. { $count } Wiederherstellungscodes sind übrig.
factor-end = Ausschalten
factor-ended = Der zweite Faktor ist aus.

design = Gestaltung
design-menus = Menüs
design-injection = Eigener Code
design-injection-hint = Steht auf jeder Seite genau so, wie Sie ihn schreiben, und seine Skripte laufen im Browser jedes Lesers. Andere Server, mit denen ein Skript spricht, nennen Sie mit <link rel="preconnect" href="…">.
setting-codeinjection_head = Am Ende des Kopfes
setting-codeinjection_foot = Am Ende der Seite
themes = Themes
theme-standard = Das Theme von Dateline
theme-add = Theme hinzufügen (zip)
theme-sending = Das Theme wird geprüft …
theme-active = Aktiv
theme-activate = Aktivieren
theme-activate-name = { $name } aktivieren
theme-activated = Leser sehen jetzt { $name }.
theme-added = { $name } ist da.
theme-download = Herunterladen
theme-download-name = { $name } als zip herunterladen
theme-delete-name = { $name } löschen
theme-delete-certain = Ja, { $name } löschen
theme-deleted = { $name } ist gelöscht.
theme-refused = { $name } kann nicht jede Seite drucken und wurde nicht angenommen; was jetzt läuft, läuft weiter.
theme-advice = { $name } funktioniert. Das sollte sein Autor wissen:
theme-advice-count = Punkte: { $count }
theme-settings = Einstellungen des Themes
theme-group-site = Die ganze Website
theme-group-homepage = Die Titelseite
theme-group-post = Beiträge
theme-preview = Wie Leser es sähen
theme-preview-page = Seite
theme-preview-front = Titelseite
theme-preview-story = Neuester Artikel
theme-preview-width = Fenster
theme-preview-wide = Breit
theme-preview-phone = Telefon
theme-preview-hint = Ihre Wahl, bevor sie gespeichert ist. Hier läuft kein Skript; Verweise führen weiter.
theme-preview-refused = Etwas davon passt nicht; zu sehen ist nicht, was Sie gewählt haben.
finding-fatal = Muss behoben werden
finding-error = Wirkt nicht wie gemeint
finding-warning = Könnte besser sein

# The editor: blocks, views, sharing
block-gallery = Bildergalerie
block-audio = Ton
block-video = Film
block-file = Datei zum Mitnehmen
gallery-earlier = Bild nach vorn, Nummer
gallery-remove = Bild wegnehmen, Nummer
footnote = Fußnote
block-tools = Dieser Block
block-up = Nach oben
block-down = Nach unten
block-double = Verdoppeln
block-direction = Geschrieben von
direction-auto = Von selbst
direction-ltr = Links
direction-rtl = Rechts
key-move = Block verschieben
view = Ansicht
view-page = Wie die Seite
view-markdown = Markdown
view-html = HTML
markdown-kept = { $count ->
    [one] Ein Block, den Markdown nicht kennt, steht als [html 1] da. Lassen Sie seine Zeile, wie sie ist, und er bleibt.
   *[other] { $count } Blöcke, die Markdown nicht kennt, stehen als [html 1], [html 2] und so weiter da. Lassen Sie ihre Zeilen, wie sie sind, und sie bleiben.
}
wordless = Bilder ohne Worte
wordless-text = { $count ->
    [one] Ein Bild sagt nicht, was es zeigt. Wer es nicht sieht, erfährt nichts davon.
   *[other] { $count } Bilder sagen nicht, was sie zeigen. Wer sie nicht sieht, erfährt nichts davon.
}
wordless-publish = Trotzdem veröffentlichen
wordless-back = Zurück zum Text
canonical = Zuerst erschienen unter
canonical-hint = Nur wenn der Beitrag zu einer anderen Adresse gehört: Suchmaschinen zeigen dann jene.
sharing = Wenn es geteilt wird
sharing-image = Bild der Karte
sharing-preview = Wie ein Netzwerk es zeigt

# Reports and objections
comments-reported = Gemeldet
comments-appeals = Einsprüche
reported-none = Niemand meldet etwas
reported-none-text = Was Leser melden, steht hier, bis jemand entscheidet.
reports-dismiss = Er darf bleiben
reports-dismissed = Er bleibt, und die Meldungen sind beantwortet.
report-spam = Er verkauft etwas
report-abuse = Er beleidigt oder droht
report-private = Er verrät Privates
report-illegal = Er verstößt gegen das Gesetz
report-other = Etwas anderes
decide-approved = Freigeben
decide-spam = Spam
decide-trash = Wegwerfen
decide-removed = Entfernen, mit Vermerk
appeals-none = Niemand erhebt Einspruch
appeals-none-text = Wem ein Kommentar genommen wurde, der darf einmal Einspruch erheben. Hier steht, was gesagt wird.
appeal-about = Der Kommentar
appeal-gone = Er ist endgültig gelöscht.
appeal-answer = Antwort
appeal-answer-hint = Der Leser sieht sie dort, wo Einspruch erhoben wurde.
appeal-grant = Kommentar zurückholen
appeal-refuse = Die Entscheidung bleibt
appeal-granted = Der Kommentar ist zurück, und wer ihn schrieb, liest warum.
appeal-refused = Die Entscheidung bleibt, und der Leser hat eine Antwort.

# Redirects
redirects = Umleitungen
redirects-text = Alte Adressen und wohin sie führen. Beiträge, die umziehen, hinterlassen ihre von selbst; diese stehen nicht hier.
redirects-none = Noch keine Umleitungen. Fügen Sie eine hinzu oder lesen Sie eine Liste aus einer Datei: eine Tabelle mit zwei Spalten oder Ghosts redirects.json.
redirects-read = Datei lesen
as-csv = Als CSV
as-json = Als JSON
redirects-change = Es kämen { $added } hinzu, { $changed } würden geändert, { $same } blieben gleich.
redirects-unreadable = { $count ->
    [one] Eine Zeile war nicht zu lesen: { $lines }.
   *[other] { $count } Zeilen waren nicht zu lesen: { $lines }.
}
redirects-merge = Zur Liste hinzufügen
redirects-replace = Alle { $count } ersetzen
redirects-taken = Die Liste ist übernommen; die alten Adressen führen jetzt weiter.
redirect-added = Die alte Adresse führt jetzt weiter.
redirect-removed = Die alte Adresse führt jetzt nirgends hin.
redirect-from = Alte Adresse
redirect-to = Führt zu
redirect-permanent = Für immer
redirect-kind = Art
redirect-is-permanent = für immer
redirect-is-temporary = vorläufig
redirects-search = Umleitungen suchen
redirects-shown = { $shown } von { $count }
add = Hinzufügen

# Programs
programs = Programme
programs-openapi = Für alle, die ein Programm schreiben: jeder Aufruf der Admin API, als OpenAPI.
keys = Schlüssel
keys-text = Ein Schlüssel lässt ein Programm herein: eine Schreib-App, einen Website-Generator, ein Skript. Geben Sie jedem einen eigenen, damit man einen allein wegnehmen kann.
keys-none = Noch keine Schlüssel.
key-name = Wofür er ist
key-kind = Was er öffnet
key-kind-admin = Liest und schreibt alles
key-kind-content = Liest, was Leser lesen
key-make = Schlüssel machen
key-made = Der Schlüssel für { $name }
key-made-hint = Heben Sie ihn jetzt auf: er wird nur einmal gezeigt. Ein verlorener wird durch einen neuen ersetzt.
key-revoke = Widerrufen
key-revoke-name = Schlüssel für { $name } widerrufen
key-revoke-certain = Ja, sein Programm wird ausgesperrt
key-revoked = Der Schlüssel für { $name } öffnet nichts mehr.
key-is-revoked = widerrufen

# Bylines
byline-new = Neue Autorenzeile
byline-search = Namen suchen
bylines-none = Noch niemand hat einen Beitrag gezeichnet. Namen kommen mit dem ersten Beitrag oder von hier.
byline-guest = Gast
byline-saved = { $name } ist gespeichert; Leser sehen es jetzt.
byline-portrait = Porträt
byline-bio = In wenigen Worten
byline-website = Webadresse

# Versions, holds, limits of time, snippets
standfirst = Vorspann
standfirst-hint = Vorspann: worum es geht, in zwei Zeilen. Steht auch in Listen.
dateline = Ort
dateline-hint = Wo es geschah, etwa LISSABON
focus-hint = Klicken Sie auf das, was sichtbar bleiben muss, wenn das Bild beschnitten wird
focus-x = Von links
focus-y = Von oben
time-limits = Sperrfrist und Ende
embargo-until = Sperrfrist bis
embargo-hint = Bis dahin sieht niemand ohne das Recht dazu den Beitrag oder seine Worte, in welchem Zustand er auch ist.
unpublish-at = Offline nehmen am
unpublish-hint = Dann ist er wieder ein Entwurf.
corrections = Berichtigungen
correction-new = Was falsch war und was richtig ist
held = Jemand anderes schreibt
held-by = { $name } hat diesen Beitrag offen. Sie können ihn hier lesen.
held-taken = { $name } hat diesen Beitrag übernommen. Was Sie schrieben, ist hier aufgehoben.
hold-take-over = Übernehmen
hold-hint = Nichts geht dort verloren; dort wird weitergelesen.
read-only = Nur lesen
merge-mine = Ihre
merge-theirs = Die andere
merge-both = Beide
merge-choose = Beide haben dies geändert. Was bleibt?
merge-save = So speichern
merge-open = { $count ->
    [one] Eine Entscheidung fehlt noch.
   *[other] { $count } Entscheidungen fehlen noch.
}
versions = Fassungen
versions-none = Es gibt erst eine Fassung, die Sie sehen.
version-back = Zurück zum Beitrag
version-nobody = importiert
version-changes = Was sich seither geändert hat
version-hint = Unterstrichenes kam seither hinzu, Durchgestrichenes ist seither fort.
version-restyled = sieht anders aus
version-restore = Diese Worte zurückholen
restored = Diese Worte sind zurück; die von vorher sind jetzt eine Fassung.
previews = Jemanden lesen lassen
previews-hint = Ein Link öffnet den Beitrag allen, die ihn haben, ohne Konto, bis er endet.
preview-make = Link machen
preview-lasts = Wie lange er gilt
preview-days = { $count ->
    [one] Einen Tag
   *[other] { $count } Tage
}
preview-link = Der Link, nur jetzt gezeigt
preview-until = Gilt bis { $until }
preview-withdrawn = Der Link gilt nicht mehr.
snippets = Bausteine
snippets-text = Stücke, die in vielen Beiträgen stehen: ein Impressum, ein Aufruf, ein Kasten. Ein Schrägstrich im Editor bietet sie an.
snippets-none = Noch keine. Heben Sie einen Block eines Beitrags auf oder schreiben Sie hier einen.
snippet-new = Neuer Baustein
snippet-keep = Als Baustein aufheben
snippet-name = Name des Bausteins
snippet-kept = „{ $name }“ ist aufgehoben.
snippet-deleted = „{ $name }“ ist gelöscht; Beiträge behalten, was eingefügt wurde.
snippet-delete-name = { $name } löschen
feature = Hervorheben
unfeature = Nicht hervorheben
bulk-featured = { $count ->
    [one] Hervorgehoben.
   *[other] { $count } hervorgehoben.
}
bulk-unfeatured = { $count ->
    [one] Nicht mehr hervorgehoben.
   *[other] { $count } nicht mehr hervorgehoben.
}

# Moving
moving = Umzug
moving-in = Einen Blog herbringen
moving-in-text = Ein Export von Blogger, WordPress oder Ghost, ein Ordner mit Markdown als Zip oder Kommentare von Disqus. Er wird zuerst geprobt: Sie sehen, was käme, und nichts wird geschrieben, bevor Sie es sagen.
moving-in-none = Noch nichts wurde hergebracht.
moving-out = Alles mitnehmen
moving-out-text = Die ganze Zeitung als eine Datei: als Archiv, das sich überall wieder importieren lässt, oder so, wie andere Systeme sie nehmen.
move-choose = Datei wählen
move-sending = Wird gesendet …
move-media = Bilder von dort holen, wo sie sind
move-folder = Ordner
move-take = Proben
move-uploaded = { $done } von { $all } gesendet
move-left = { $seconds ->
    [one] noch eine Sekunde
   *[other] noch { $seconds } s
}
move-counts = { $stories } Beiträge, { $comments } Kommentare, { $files } Dateien
move-counts-static = { $stories } Seiten, { $files } Dateien
move-counts-checked = { $stories } Adressen, { $comments } Kommentare
move-state-uploading = unterwegs
move-state-ready = hier, nichts geschrieben
move-state-rehearsing = wird geprobt
move-state-importing = wird übernommen
move-state-exporting = wird geschrieben
move-state-undoing = wird zurückgenommen
move-state-checking = alte Adressen werden geprüft
move-state-done = fertig
move-state-failed = abgebrochen
move-state-stopped = angehalten
move-phase-waiting = Wartet, bis es an der Reihe ist
move-phase-stories = Beiträge
move-phase-comments = Kommentare und alte Adressen
move-phase-counting = Zählen
move-phase-files = Bilder und Dateien
move-phase-writing = Datei schreiben
move-phase-undoing = Zurücknehmen
move-phase-checking = Alte Adressen prüfen
move-rehearsal = Was käme
move-report = Was kam
move-pictures-here = Bilder hier
move-pictures-away = Bilder anderswo
move-changed = Geschriebene Zeilen
move-problems = { $count ->
    [one] Ein Eintrag ist nicht zu übernehmen, wie er ist
   *[other] { $count } Einträge sind nicht zu übernehmen, wie sie sind
}
move-no-problems = Alles passt.
move-line = Zeile { $line }
move-skipped = ausgelassen
move-imported = übernommen, geändert
move-kept = hier gelassen, wie es war
move-stopped = Ende des Lesbaren
move-start = Übernehmen
move-rehearse = Noch einmal proben
move-stop = Anhalten
move-undo = Alles zurücknehmen
move-undo-certain = Ja, alles löschen, was es brachte
move-forget = Datei vergessen
move-forgotten = Die Datei ist vergessen; was sie brachte, bleibt.
links-check = Alte Adressen prüfen
links-check-again = Alte Adressen noch einmal prüfen
links-title = Alte Adressen
links-checked = { $count ->
    [one] Eine Adresse, die der alte Blog hatte, wurde aufgerufen.
   *[other] { $count } Adressen, die der alte Blog hatte, wurden aufgerufen.
}
links-answer = Antworten, wo sie waren
links-lead-on = Führen in einem Schritt weiter
links-lost = Verloren
links-list = { $count ->
    [one] Eine Adresse führt ins Leere
   *[other] { $count } Adressen führen ins Leere
}
links-more = und { $count } weitere, in der Tabelle
links-fetch = Alle als Tabelle (CSV)
links-none-lost = Wer eine alte Adresse kennt, wird keine Seite vermissen.
export-format = Format
export-dateline = Datelines Archiv
export-wordpress = WordPress (WXR)
export-ghost = Ghost (JSON)
export-markdown = Markdown
export-static = Webseiten als Dateien
export-static-text = Entpacken und index.html öffnen oder die Dateien auf einen beliebigen Webserver legen. Formulare und die Suche brauchen Dateline und bleiben weg.
export-make = Erstellen
export-fetch = { $name } ({ $size })
export-deleted = Die Datei ist gelöscht.
tag-picture = Bild des Schlagworts
tag-no-colour = Keine Farbe
comments-are-reported = { $count ->
    [one] Leser melden einen Kommentar
   *[other] Leser melden { $count } Kommentare
}

# The house, webhooks, passkeys, mail
webhooks = Webhooks
webhooks-text = Ein Programm, das sofort erfährt, was hier geschieht: eine Site, die neu gebaut wird, ein Chat, ein Rundbrief.
webhooks-none = Noch erfährt niemand etwas.
webhook-event = Wann
webhook-target = Adresse, die es erfährt
webhook-secret = Geheimnis
webhook-secret-hint = Mit einem Geheimnis wird jede Nachricht signiert, damit das Programm weiß, dass sie von hier kommt.
webhook-added = Es wird ab jetzt gemeldet.
webhook-deleted = Es wird nicht mehr gemeldet.
webhook-delete-name = { $target } nichts mehr von { $event } melden
webhook-last = Antwort { $status }
deliveries = Was gemeldet wurde
deliveries-none = Noch nichts wurde gemeldet.
delivery-waiting = wartet
delivery-arrived = angekommen
delivery-given_up = aufgegeben
delivery-tries = Versuche
delivery-answer = Antwort
delivery-repeat = Noch einmal melden
delivery-again = Es wird noch einmal gemeldet.
passkeys = Passkeys
passkeys-text = Ein Schlüssel, den dieses Gerät verwahrt: Finger, Gesicht oder sein Code melden Sie an, und niemand kann ihn erraten.
passkey-add = Passkey hinzufügen
passkey-make = Auf diesem Gerät anlegen
passkey-added = Dieses Gerät meldet Sie ab jetzt an.
passkey-declined = Kein Schlüssel wurde angelegt oder benutzt. Sie können es noch einmal versuchen.
passkey-deleted = Dieser Schlüssel öffnet nichts mehr.
passkey-delete-name = Passkey { $name } löschen
passkey-unknown = Dieser Browser kennt keine Passkeys.
passkey-sign-in = Mit Passkey anmelden
digest = Per Mail
digest-every = Melden, was wartet
digest-never = Nie
digest-hour = Jede Stunde
digest-day = Jeden Tag
digest-week = Jede Woche
digest-saved = Gemerkt.
digest-no-mail = Diese Site verschickt noch keine Mail; wer sie betreibt, richtet das ein.
look-again = Noch einmal nachsehen
house-state = Wie es steht
house-version = Version
house-database = Datenbank
house-changed = Letzte Änderung
house-disk = Platte
house-free = { $free } von { $all } frei
house-disk-full = Weniger als ein Zehntel der Platte ist frei. Ist sie voll, kann nichts gespeichert werden.
house-cache = Fertige Seiten
house-pages = { $pages } im Speicher, { $size }
house-search = Suche
house-index-serves = { $entries } Einträge
house-index-building = wird aufgebaut, bisher { $entries } Einträge
house-index-down = antwortet nicht; { $entries } Einträge
house-faults = Fehler seit dem Start
house-jobs = Was wartet
house-jobs-none = Nichts wartet.
house-job = Arbeit
house-waiting = Wartend
house-next = Nächste
house-late = { $count ->
    [one] Eine Arbeit ist verspätet.
   *[other] { $count } Arbeiten sind verspätet.
}
house-chores = An der Kommandozeile
house-index = Den Suchindex neu aufbauen
mail = Mail
mail-sends = Briefe kommen von { $address }.
mail-waiting = { $count ->
    [0] Keiner wartet.
    [one] Einer wartet.
   *[other] { $count } warten.
}
mail-none = Diese Site verschickt keine Mail. Links von Einladungen werden von Hand weitergegeben.
mail-try = Mir einen Brief schicken
mail-tried = Der Mailserver hat ihn genommen; sehen Sie in Ihre Post.
block-embed = Player einer anderen Site
embargo-done = Er erscheint, wenn die Sperrfrist endet.
