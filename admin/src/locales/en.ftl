# The desk in English.
desk = Desk
skip = Skip to the work
menu = Menu
sections = Sections
to-the-site = To the site
view-site = View the site
language = Language
scheme = Light or dark
scheme-auto = Auto
scheme-light = Light
scheme-dark = Dark
palette = Go to or do
palette-wish = Where to, or what to do?
palette-nothing = Nothing has this name.
kind-action = action
kind-place = place
kind-story = story
shortcuts = Keys
keys-everywhere = Everywhere
keys-editor = Editor
key-shortcuts = This list
key-new = New story
key-undo = Undo
key-next = Next
key-previous = Previous
key-mark = Mark for a decision on many
key-slash = Insert a block
key-save = Save now
key-emphasis = Bold, italic
key-link = Link
opening = Opening…
close = Close
save = Save
keep = Keep
delete = Delete
undo = Undo
dismiss = Dismiss
show = Show
name = Name
title = Title
state = State
date = Date
authors = Authors
author = Author
tag = Tag
description = Description
try-again = Try again

# Coming in
sign-in = Sign in
sign-out = Sign out
email = E-mail
password = Password
password-hint = At least { $characters } characters. Length counts, not symbols.
sign-in-wrong = The e-mail or the password is not right. Nothing was changed.
sign-in-digits = Code from your app
sign-in-digits-hint = Six digits, or one of your recovery codes.
sign-in-digits-wrong = This code is not right. A new one appears every 30 seconds.
sign-in-forgotten = Forgotten? An administrator can send you a new link.
session-lapsed = You were signed out. What you wrote is still here; sign in and go on.
set-up = Your newspaper
set-up-intro = This makes the owner’s account. The link works once.
set-up-begin = Begin
set-up-needs-link = This site has no account yet. Open the link that the server printed when it started, or make an account on the command line:
site-title = Title of the site
your-name = Your name
invitation = Join the staff
invitation-intro = You were invited to write for { $site }.
invitation-accept = Join
link-expired = This link has expired or was used already. Ask for a new one.
new-password = New password
new-password-done = The password is changed, and every device is signed out.

# Failures: what happened, what is safe, what to do
failure-unexpected = Something went wrong in the desk itself. What is saved is safe; load the page anew.
failure-away = The server does not answer. What you wrote is kept on this device; try again in a moment.
failure-signed-out = You are signed out. What you wrote is still here.
failure-conflict = Somebody else saved this first. Nothing was overwritten.
failure-forbidden = Your role does not allow this. Nothing was changed.
failure-gone = This is no longer here. Somebody may have deleted it.
failure-too-often = Too many tries. Nothing was changed; wait a minute.
failure-server = The server could not do this. Nothing was changed; try again, and tell whoever runs it if it stays so.
failure-refused = Not accepted: { $reason }
not-found = Nothing is here
not-found-text = The address leads nowhere, or to something your role does not open.

# Dashboard
dashboard = Overview
greeting = Good day, { $name }
waiting = waiting:
comments-waiting = { $count ->
    [one] One comment waits for you
   *[other] { $count } comments wait for you
}
comments-none-waiting = No comment waits.
first-story = Nothing is written yet
first-story-text = Write the first story here, or bring your old ones from Blogger, WordPress, Ghost or Markdown.
first-page-text = Pages stand by themselves: about us, contact, imprint.
drafts = { $count ->
    [0] Drafts
    [one] One draft
   *[other] { $count } drafts
}
drafts-none = No drafts.
scheduled = Scheduled
scheduled-none = Nothing is scheduled.
last-published = Last published
published-none = Nothing is published yet.

# Stories
stories = Stories
pages = Pages
new-story = New story
new-page = New page
story-count = { $count ->
    [one] one story
   *[other] { $count } stories
}
every-state = Every state
every-tag = Every tag
status-draft = Draft
status-scheduled = Scheduled
status-published = Published
search-stories = Search everything written
by-author = By { $name }
list-nothing = Nothing fits this search.
list-all = Show all
mark-all = Mark all on this page
mark-one = Mark “{ $title }”
marked = { $count } marked
bulk = With the marked ones
bulk-hint = Mark stories to change many at once.
bulk-published = { $count ->
    [one] Published.
   *[other] { $count } published.
}
bulk-unpublished = { $count ->
    [one] Taken offline; it is a draft.
   *[other] { $count } taken offline; they are drafts.
}
bulk-tagged = { $count ->
    [one] Tagged.
   *[other] { $count } tagged.
}
bulk-deleted = { $count ->
    [one] Deleted.
   *[other] { $count } deleted.
}
bulk-delete-certain = { $count ->
    [one] Delete this one, with its comments?
   *[other] Delete these { $count }, with their comments?
}
publish = Publish
publish-not-yours = An editor publishes it.
unpublish = Unpublish
add-tag = Add tag
paging = Pages of the list
newer = Newer
older = Older
page-of = { $page } of { $pages } · { $total } in all

# Tags
tags = Tags
tag-new = New tag
tag-search = Search tags
tags-none = No tags yet. They come with the first story that names one, or from here.
tag-saved = “{ $name }” is saved.
tag-deleted = “{ $name }” is deleted; its stories stay.
tag-slug-hint = The address of its list. The old address leads on to a new one.
tag-delete-certain = { $count ->
    [0] Delete this tag? No story has it.
    [one] Delete this tag? One story loses it, and stays.
   *[other] Delete this tag? { $count } stories lose it, and stay.
}
slug = Slug

# Comments
comments = Comments
comment-approve = Approve
comment-spam = Spam
comment-trash = Trash
comment-reply = Reply

# The editor
untitled = (Untitled)
story-text = Text of the story
story-invitation = Write here. A slash on an empty line offers blocks.
details = Details
update = Update
read-it = Read it on the site
standing-clean = Nothing to save
standing-changed = Changed
standing-not-out = Kept here; readers still see the version of before
standing-saving = Saving…
standing-saved = Saved { $when }
standing-away = Offline, kept here
standing-conflict = Somebody else saved first; kept here
standing-not-kept = This device has no room for a copy. Do not close the page before it is saved.
recovered = Text of { $when } that was not saved is back.
cleaned = The server left out parts that a story may not hold. What you see now is what readers get.
undone = Undone.
published-done = Published.
published-now = Published, ahead of its hour.
scheduled-done = Scheduled.
unpublished-done = Taken offline; it is a draft.
updated-done = Updated; readers see it now.
schedule = Schedule
reschedule = Change the hour
unschedule = Do not publish
publish-now = Publish now
schedule-at = Publish at
in-zone = Time in { $zone }
words = { $count ->
    [one] one word
   *[other] { $count } words
}
minutes = { $count ->
    [one] one minute to read
   *[other] { $count } minutes to read
}
bylines = Bylines
slug-hint = When it changes, the old address leads on to the new one.
story-language = Language of the story
featured = Featured
search-engines = Search engines and sharing
search-preview = As a search engine shows it
feature-image = Picture at the top
image-other = Other picture
image-remove = Take away
storing = Storing…
add-name = Add…
remove-name = Remove { $name }
conflict = Two versions
conflict-text = Somebody else saved this story while you were writing. Nothing was overwritten; choose what stays.
conflict-theirs = Saved by somebody else
conflict-ours = Yours
conflict-both = Keep both: mine as a new draft
conflict-take-theirs = Take theirs, forget mine
conflict-keep-ours = Replace theirs with mine
conflict-title = { $title } (other version)
conflict-both-done = Yours is a draft of its own now.
field-address = Address
field-emoji = Emoji
field-html = HTML
field-caption = Caption
field-alt = What the picture shows
selection = Selected text
bold = Bold
italic = Italic
strike = Struck out
code = Code
link = Link
block-heading-2 = Heading
block-heading-3 = Small heading
block-picture = Picture
block-library = Picture from the library
block-bullets = List
block-numbers = Numbered list
block-quote = Quotation
block-jump = Read more: the teaser ends here
block-divider = Divider
block-table = Table
block-callout = Note
block-toggle = Unfolding text
block-button = Button
block-bookmark = Bookmark
block-code = Code block
block-html = HTML block

# Moderation
drawers = States of comments
comments-pending = Waiting
comments-approved = Approved
comments-spam = Spam
comments-removed = Removed
queue-empty = Nothing waits
queue-empty-text = New comments that need a decision appear here.
queue-done = { $count } decided
queue-search = Words or a name
queue-mark-shown = Mark the { $count } shown
queue-mark-all = Mark all { $count }
queue-mark-found = Mark all that were found
queue-all-marked = All { $count } are marked
queue-found-marked = All that were found are marked
queue-reached = { $count } decided, going on…
drawer-empty = Nothing is in here.
comment-focus = The comment in focus
comment-story = Under
comment-reasons = The filter says
comment-author = Written by
comment-author-unknown = Left no address
staff-mark = (staff)
edit = Edit
more = More
decided-approved = { $count ->
    [one] Approved.
   *[other] { $count } approved.
}
decided-spam = { $count ->
    [one] Marked as spam.
   *[other] { $count } marked as spam.
}
decided-removed = { $count ->
    [one] Removed.
   *[other] { $count } removed.
}
decided-pending = { $count ->
    [one] Waiting again.
   *[other] { $count } waiting again.
}

# People
staff = Staff
own-account = My account
yourself = (you)
role = Role
role-of = Role of { $name }
role-moderator = Moderator
role-contributor = Contributor
role-author = Author
role-editor = Editor
role-administrator = Administrator
role-owner = Owner
role-given = { $name } is { $role } now.
account-is-inactive = disabled
account-active = { $name } can sign in again.
account-inactive = { $name } can no longer sign in, and is signed out everywhere.
account-deleted = The account of { $name } is deleted; the stories stay.
account-delete-certain = Delete the account, keep its stories
account-saved = Your account is saved.
disable = Disable
enable = Enable
choose = Choose…
invite = Invite
invite-make = Make a link
invite-link = Link for the invitation
invite-link-hint = Hand it over yourself: no mail is sent, it works once, and it is shown only now.
invite-expired = expired
invite-withdraw = Withdraw
invite-withdrawn = The invitation of { $email } no longer works.
invites-open = Open invitations
copy = Copy
copied = Copied
old-password = Password of today
password-change = Change the password
new-password-saved = The password is changed. Every other device is signed out.
devices = Devices
device-this = this one
device-ended = That device is signed out.
devices-end = Sign out everywhere
devices-ended = Signed out everywhere.
house = House
house-text = These are kept to the command line of the server. In its folder, type:
house-backup = Copy everything while the site runs
house-check = Prove that everything is in order

# The library
media = Media
media-add = Add files
media-search = Search the library
media-choose = From the library
media-only-unused = Only what is used nowhere
media-none = No pictures yet. Drop some here, or add them in a story.
media-sending = { $done } of { $all } stored
media-open = Open the file
media-saved = Saved.
media-deleted = The file is deleted.
media-alt = What the picture shows
media-caption = Caption
media-credit = Credit
media-licence = Licence
media-used = Where it is used
media-unused = Nowhere.
media-elsewhere = As a part of the site: logo, icon, cover or portrait.
media-delete-certain = Delete this file for good? Nothing shows it.
comment-ban = Ban
banned = { $name } is shut out for thirty days.
comment-history = Else by this reader
comment-decisions = Decided before
comments-trash = Trash
history-pending = { $count } waiting
history-approved = { $count } approved
history-spam = { $count } spam
history-trash = { $count } in the trash
history-none = Nothing.
history-unknown = The reader’s history cannot be read at the moment.
decision = { $who }: { $to }
decided-trash = { $count ->
    [one] In the trash.
   *[other] { $count } in the trash.
}

# Settings
settings = Settings
settings-paper = The paper
settings-reading = Lists and addresses
settings-saved = Saved; readers see it now.
setting-title = Title
setting-description = Line under the title
setting-url = Public address
setting-locale = Language
setting-timezone = Time zone
setting-accent_color = Accent colour
setting-posts_per_page = Stories on a page
setting-permalinks = Pattern of the stories’ addresses
settings-readers = Who may read
setting-password = Password for readers
setting-password-hint = Whoever has no password reads nothing, and search engines list nothing. Leave it empty for a site that everybody reads. When you change it, everybody enters the new one.
setting-navigation = Navigation
setting-secondary_navigation = Navigation at the foot
setting-comments_enabled = Readers may comment
setting-moderation = Which comments wait
moderation-house = As the installation says
moderation-open = None but those the filter holds
moderation-first = A newcomer’s first
moderation-all = All
discard = Discard
add-item = Add an entry
move-up = Move { $name } up
audit = Log
audit-none = Nothing was done yet.
audit-who = Who
audit-what = What
factor = Second factor
factor-text = A code from an app on your telephone, besides the password.
factor-begin = Set it up
factor-secret = Type this into the app, or open the address on the telephone; then type the code that the app shows.
factor-open = Open in the app
factor-confirm = Switch on
factor-recovery = Keep these codes where you keep your keys. Each works once, and they are shown only now.
factor-is-on = It is on. { $count } recovery codes are left.
factor-end = Switch off
factor-ended = The second factor is off.

# Design
design = Design
design-menus = Menus
design-injection = Code injection
design-injection-hint = Stands in every page exactly as you write it, and its scripts run in every reader’s browser. Name other servers that a script talks to with <link rel="preconnect" href="…">.
setting-codeinjection_head = At the end of the head
setting-codeinjection_foot = At the end of the page
themes = Themes
theme-standard = Dateline’s own theme
theme-add = Add a theme (zip)
theme-sending = Checking the theme…
theme-active = Active
theme-activate = Activate
theme-activate-name = Activate { $name }
theme-activated = Readers see { $name } now.
theme-added = { $name } is here.
theme-download = Download
theme-download-name = Download { $name } as a zip
theme-delete-name = Delete { $name }
theme-delete-certain = Yes, delete { $name }
theme-deleted = { $name } is deleted.
theme-refused = { $name } cannot print every page and was not taken; what serves now goes on serving.
theme-advice = { $name } works. Its author may want to know this:
theme-advice-count = Points: { $count }
theme-settings = The theme’s settings
theme-group-site = The whole site
theme-group-homepage = The front page
theme-group-post = Stories
theme-preview = As readers would see it
theme-preview-page = Page
theme-preview-front = Front page
theme-preview-story = Newest story
theme-preview-width = Window
theme-preview-wide = Wide
theme-preview-phone = Phone
theme-preview-hint = Your choices before they are saved. No script runs here; links lead on.
theme-preview-refused = One of the choices does not fit; what is shown is not what you chose.
finding-fatal = Must be put right
finding-error = Does not work as meant
finding-warning = Could be better

# The editor: blocks, views, sharing
block-gallery = Gallery
block-audio = Sound
block-video = Film
block-file = File to take away
gallery-earlier = Move forward picture
gallery-remove = Take away picture
footnote = Footnote
block-tools = This block
block-up = Move up
block-down = Move down
block-double = Double it
block-direction = Written from
direction-auto = By itself
direction-ltr = Left
direction-rtl = Right
key-move = Move the block
view = View
view-page = As the page
view-markdown = Markdown
view-html = HTML
markdown-kept = { $count ->
    [one] One block that Markdown cannot say stands as [html 1]. Leave its line as it is and it stays.
   *[other] { $count } blocks that Markdown cannot say stand as [html 1], [html 2] and so on. Leave their lines as they are and they stay.
}
wordless = Pictures without words
wordless-text = { $count ->
    [one] One picture does not say what it shows. Readers who do not see it learn nothing of it.
   *[other] { $count } pictures do not say what they show. Readers who do not see them learn nothing of them.
}
wordless-publish = Publish all the same
wordless-back = Back to the text
canonical = First published at
canonical-hint = Set it when the story belongs to another address: search engines then show that one.
sharing = When it is shared
sharing-image = Picture of the card
sharing-preview = As a network shows it

# Reports and objections
comments-reported = Reported
comments-appeals = Objections
reported-none = Nobody reports anything
reported-none-text = What readers report stands here until somebody decides.
reports-dismiss = It may stay
reports-dismissed = It stays, and the reports are answered.
report-spam = It sells something
report-abuse = It insults or threatens
report-private = It tells what is private
report-illegal = It breaks the law
report-other = Something else
decide-approved = Approve
decide-spam = Spam
decide-trash = Trash
decide-removed = Remove, leaving a note
appeals-none = Nobody objects
appeals-none-text = Whoever had a comment taken away may object once. What they say stands here.
appeal-about = The comment
appeal-gone = It is deleted for good.
appeal-answer = Answer
appeal-answer-hint = The reader sees it where they objected.
appeal-grant = Put the comment back
appeal-refuse = The decision stands
appeal-granted = The comment is back, and its writer reads why.
appeal-refused = The decision stands, and the reader has an answer.

# Redirects
redirects = Redirects
redirects-text = Old addresses and where they lead. Stories that move leave theirs behind by themselves; those are not listed.
redirects-none = No redirects yet. Add one, or read a list from a file: a table with two columns, or Ghost’s redirects.json.
redirects-read = Read a file
as-csv = As CSV
as-json = As JSON
redirects-change = It would add { $added }, change { $changed } and leave { $same } as they are.
redirects-unreadable = { $count ->
    [one] One line could not be read: { $lines }.
   *[other] { $count } lines could not be read: { $lines }.
}
redirects-merge = Add to the list
redirects-replace = Replace all { $count }
redirects-taken = The list is taken over; the old addresses lead on now.
redirect-added = The old address leads on now.
redirect-removed = The old address leads nowhere now.
redirect-from = Old address
redirect-to = Leads to
redirect-permanent = For good
redirect-kind = Kind
redirect-is-permanent = for good
redirect-is-temporary = for now
redirects-search = Search the redirects
redirects-shown = { $shown } of { $count }
add = Add

# Programs
programs = Programs
programs-openapi = For who writes a program: every call of the Admin API, as OpenAPI.
keys = Keys
keys-text = A key lets a program in: a writing app, a site generator, a script. Give each its own, so that one can be taken away alone.
keys-none = No keys yet.
key-name = What it is for
key-kind = What it opens
key-kind-admin = Reads and writes everything
key-kind-content = Reads what readers read
key-make = Make a key
key-made = The key for { $name }
key-made-hint = Keep it now: it is shown only once. A lost key is replaced by a new one.
key-revoke = Revoke
key-revoke-name = Revoke the key for { $name }
key-revoke-certain = Yes, its program is shut out
key-revoked = The key for { $name } opens nothing any more.
key-is-revoked = revoked

# Bylines
byline-new = New byline
byline-search = Search names
bylines-none = Nobody has signed a story yet. Names come with the first story, or from here.
byline-guest = guest
byline-saved = { $name } is saved; readers see it now.
byline-portrait = Portrait
byline-bio = In a few words
byline-website = Web address

# Versions, holds, limits of time, snippets
standfirst = Standfirst
standfirst-hint = Standfirst: what it is about, in two lines. Lists show it, too.
dateline = Dateline
dateline-hint = Where it happened, as in LISBON
focus-hint = Click on what must stay in sight when the picture is cut
focus-x = From the left
focus-y = From the top
time-limits = Embargo and end
embargo-until = Embargo until
embargo-hint = Until then nobody without the right sees the story or its words, whatever its state.
unpublish-at = Take offline at
unpublish-hint = Then it is a draft again.
corrections = Corrections
correction-new = What was wrong, and what is right
held = Somebody else is writing
held-by = { $name } has this story open. You can read it here.
held-taken = { $name } has taken this story over. What you wrote is kept here.
hold-take-over = Take over
hold-hint = Nothing of theirs is lost; they go on reading.
read-only = Reading
merge-mine = Yours
merge-theirs = Theirs
merge-both = Both
merge-choose = Both changed this. Which stays?
merge-save = Save it like this
merge-open = { $count ->
    [one] One choice is left.
   *[other] { $count } choices are left.
}
versions = Versions
versions-none = There is only one version yet, the one you see.
version-back = Back to the story
version-nobody = imported
version-changes = What changed since then
version-hint = Underlined came since, struck out is gone since.
version-restyled = looks different
version-restore = Bring these words back
restored = These words are back; those of before are a version now.
previews = Let somebody read it
previews-hint = A link opens the story to whoever has it, without an account, until it ends.
preview-make = Make a link
preview-lasts = How long it works
preview-days = { $count ->
    [one] One day
   *[other] { $count } days
}
preview-link = The link, shown only now
preview-until = Works until { $until }
preview-withdrawn = The link no longer works.
snippets = Snippets
snippets-text = Pieces that stand in many stories: an imprint, a call, a box. A slash in the editor offers them.
snippets-none = None yet. Keep a block of a story as one, or write one here.
snippet-new = New snippet
snippet-keep = Keep as a snippet
snippet-name = Name of the snippet
snippet-kept = “{ $name }” is kept.
snippet-deleted = “{ $name }” is deleted; stories keep what was put into them.
snippet-delete-name = Delete { $name }
feature = Feature
unfeature = Do not feature
bulk-featured = { $count ->
    [one] Featured.
   *[other] { $count } featured.
}
bulk-unfeatured = { $count ->
    [one] No longer featured.
   *[other] { $count } no longer featured.
}

# Moving
moving = Moving
moving-in = Bring a blog here
moving-in-text = An export of Blogger, WordPress or Ghost, a folder of Markdown as a zip, or comments of Disqus. It is tried first: you see what would come, and nothing is written before you say so.
moving-in-none = Nothing was brought yet.
moving-out = Take everything along
moving-out-text = The whole paper as one file: as an archive that imports again anywhere, or as other systems take it.
move-choose = Choose a file
move-sending = Sending…
move-media = Fetch pictures from where they are
move-folder = folder
move-take = Try it
move-uploaded = { $done } of { $all } sent
move-left = { $seconds ->
    [one] one second left
   *[other] { $seconds } s left
}
move-counts = { $stories } stories, { $comments } comments, { $files } files
move-counts-static = { $stories } pages, { $files } files
move-counts-checked = { $stories } addresses, { $comments } comments
move-state-uploading = on its way
move-state-ready = here, nothing written
move-state-rehearsing = being tried
move-state-importing = being taken over
move-state-exporting = being written
move-state-undoing = being taken back
move-state-checking = old addresses are being asked for
move-state-done = done
move-state-failed = given up
move-state-stopped = stopped
move-phase-waiting = Waits for its turn
move-phase-stories = Stories
move-phase-comments = Comments and old addresses
move-phase-counting = Counting
move-phase-files = Pictures and files
move-phase-writing = Writing the file
move-phase-undoing = Taking back
move-phase-checking = Asking for old addresses
move-rehearsal = What would come
move-report = What came
move-pictures-here = Pictures here
move-pictures-away = Pictures elsewhere
move-changed = Rows written
move-problems = { $count ->
    [one] One entry could not be taken as it is
   *[other] { $count } entries could not be taken as they are
}
move-no-problems = Everything fits.
move-line = line { $line }
move-skipped = left out
move-imported = taken, changed
move-kept = left as it was here
move-stopped = the end of what can be read
move-start = Take it over
move-rehearse = Try again
move-stop = Stop
move-undo = Take it all back
move-undo-certain = Yes, delete everything it brought
move-forget = Forget the file
move-forgotten = The file is forgotten; what it brought stays.
links-check = Check old addresses
links-check-again = Check old addresses again
links-title = Old addresses
links-checked = { $count ->
    [one] One address that the old site had was asked for.
   *[other] { $count } addresses that the old site had were asked for.
}
links-answer = Answer where they were
links-lead-on = Lead on in one step
links-lost = Lost
links-list = { $count ->
    [one] One address leads nowhere
   *[other] { $count } addresses lead nowhere
}
links-more = and { $count } more, in the table
links-fetch = All of them as a table (CSV)
links-none-lost = Nobody who knows an old address will miss a page.
export-format = Format
export-dateline = Dateline’s archive
export-wordpress = WordPress (WXR)
export-ghost = Ghost (JSON)
export-markdown = Markdown
export-static = Web pages as files
export-static-text = Unpack it and open index.html, or put the files on any web server. Forms and the search need Dateline and stay out.
export-make = Make it
export-fetch = { $name } ({ $size })
export-deleted = The file is deleted.
tag-picture = Picture of the tag
tag-no-colour = No colour
comments-are-reported = { $count ->
    [one] Readers report one comment
   *[other] Readers report { $count } comments
}

# The house, webhooks, passkeys, mail
webhooks = Webhooks
webhooks-text = A program that is told at once what happens here: a site that is built anew, a chat, a newsletter.
webhooks-none = Nobody is told yet.
webhook-event = When
webhook-target = Address that is told
webhook-secret = Secret
webhook-secret-hint = With a secret each message is signed, so that the program knows it is from here.
webhook-added = It is told from now on.
webhook-deleted = It is no longer told.
webhook-delete-name = Tell { $target } no more of { $event }
webhook-last = Answered { $status }
deliveries = What was told
deliveries-none = Nothing was told yet.
delivery-waiting = waits
delivery-arrived = arrived
delivery-given_up = given up
delivery-tries = Tries
delivery-answer = Answer
delivery-repeat = Tell again
delivery-again = It is told again.
passkeys = Passkeys
passkeys-text = A key that this device keeps: a finger, a face or its code signs you in, and nobody can guess it.
passkey-add = Add a passkey
passkey-make = Make it on this device
passkey-added = This device signs you in from now on.
passkey-declined = No key was made or used. You can try again.
passkey-deleted = That key opens nothing any more.
passkey-delete-name = Delete the passkey { $name }
passkey-unknown = This browser does not know passkeys.
passkey-sign-in = Use a passkey
digest = By mail
digest-every = Tell me what waits
digest-never = Never
digest-hour = Every hour
digest-day = Every day
digest-week = Every week
digest-saved = Kept.
digest-no-mail = This site sends no mail yet; whoever runs it sets that up.
look-again = Look again
house-state = How it is
house-version = Version
house-database = Database
house-changed = Last change
house-disk = Disk
house-free = { $free } of { $all } free
house-disk-full = Less than a tenth of the disk is free. When it is full, nothing can be saved.
house-cache = Finished pages
house-pages = { $pages } in memory, { $size }
house-search = Search
house-index-serves = { $entries } entries
house-index-building = being built, { $entries } entries so far
house-index-down = does not serve; { $entries } entries
house-faults = Faults since the start
house-jobs = What waits
house-jobs-none = Nothing waits.
house-job = Work
house-waiting = Waiting
house-next = Next
house-late = { $count ->
    [one] One work is late.
   *[other] { $count } works are late.
}
house-chores = At the command line
house-index = Build the search index anew
mail = Mail
mail-sends = Letters come from { $address }.
mail-waiting = { $count ->
    [0] None waits.
    [one] One waits.
   *[other] { $count } wait.
}
mail-none = This site sends no mail. Links of invitations are handed over by hand.
mail-try = Send me a letter
mail-tried = The mail server took it; look into your letters.
block-embed = Player of another site
embargo-done = It comes out when the embargo ends.
