//! What each route of the Admin API does, takes and answers, in the notation of `notation`.

/// A route as it is described.
pub(super) struct Operation {
    pub(super) method: &'static str,
    /// As in the table of routes.
    pub(super) path: &'static str,
    /// Names of parameters of the query, with blanks between.
    pub(super) query: &'static str,
    /// What it does, in a sentence.
    pub(super) says: &'static str,
    /// The body; `file` is a form with one, `form` and a shape one without, `bytes` are sent as they are; empty for none.
    pub(super) takes: &'static str,
    /// The answer; `file` is one to be kept, `page` one to be looked at; empty for none.
    pub(super) gives: &'static str,
    /// The status of success, where it is not the one of the method.
    status: Option<&'static str>,
}

impl Operation {
    const fn with_query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    const fn with_status(self, status: &'static str) -> Self {
        Self { status: Some(status), ..self }
    }

    /// The status of success.
    pub(super) fn status(&self) -> &'static str {
        self.status.unwrap_or(match (self.method, self.gives) {
            (_, "") => "204",
            ("POST", _) => "201",
            _ => "200",
        })
    }
}

const fn get(path: &'static str, says: &'static str, gives: &'static str) -> Operation {
    Operation { method: "GET", path, query: "", says, takes: "", gives, status: None }
}

const fn post(path: &'static str, says: &'static str, takes: &'static str, gives: &'static str) -> Operation {
    Operation { method: "POST", path, query: "", says, takes, gives, status: None }
}

const fn put(path: &'static str, says: &'static str, takes: &'static str, gives: &'static str) -> Operation {
    Operation { method: "PUT", path, query: "", says, takes, gives, status: None }
}

const fn delete(path: &'static str, says: &'static str) -> Operation {
    Operation { method: "DELETE", path, query: "", says, takes: "", gives: "", status: None }
}

/// What the parameters of queries mean.
pub(super) const PARAMETERS: &[(&str, &str)] = &[
    ("offset", "The byte of the file that the part begins at."),
    ("limit", "How many are listed, at most 100."),
    ("page", "Which page of the list, from 1."),
    ("filter", "Conditions in Ghost's filter language, such as status:draft+tag:harbour."),
    ("order", "Fields with asc or desc, such as published_at desc."),
    ("include", "What belongs to the things and is wanted too, such as count.posts."),
    ("fields", "The keys that are wanted, with commas between."),
    ("formats", "Forms of the body: html, plaintext, lexical, mobiledoc, markdown."),
    ("all", "true: all of them, where no filter is given."),
    ("to", "The id of a revision to compare with, in place of the story as it is."),
    ("holder", "What names the window that lets go."),
    ("format", "json, yaml or csv."),
    ("as", "csv: a file for a spreadsheet in place of JSON."),
    ("source", "html or markdown where the body is sent so."),
    ("q", "Words that are looked for."),
    ("status", "Where the things are."),
    ("tag", "The slug of a tag."),
    ("author", "The slug of an author."),
    ("search", "Words in name, caption or credit."),
    ("unused", "true: only files that nothing shows."),
    ("before", "The last id of the page before; of revisions the last version."),
    ("reader_of", "The id of a comment whose reader's comments are wanted."),
    ("permissions", "assign: only the roles that the caller may give."),
    ("url", "The address of a page."),
    ("type", "bookmark where no player is wanted."),
    ("token", "From a one-time link."),
];

const LIST: &str = "limit page filter order include fields";
const STORIES: &str = "limit page filter order include fields formats";
const SEARCH: &str = "q status tag author limit page order fields";
const STORY: &str = "include fields formats";

/// All of them, in the order of the table of routes.
pub(super) const OPERATIONS: &[Operation] = &[
    get("openapi.json", "This description.", "anything"),
    get("site", "The site's public facts.", "{site: Site}"),
    post(
        "session",
        "Signs somebody in; the answer sets the cookie.",
        "{username: text; password: text; token?: text}",
        "text",
    ),
    post(
        "session/passkey/challenge",
        "What a browser is given to sign in by a passkey; the same for everybody.",
        "",
        "{passkeys: [{publicKey: anything}]}",
    )
    .with_status("200"),
    post(
        "session/passkey",
        "Signs somebody in by a passkey; the answer sets the cookie. The credential is what toJSON() makes.",
        "{passkeys: [{credential: anything}]}",
        "text",
    ),
    delete("session", "Signs the caller out."),
    get("sessions", "The devices on which the caller is signed in.", "{sessions: Session[]}"),
    delete("sessions", "Signs the caller out everywhere."),
    delete("sessions/{id}", "Signs the caller out on one device."),
    get(
        "authentication/setup",
        "Whether the site has its first account.",
        "{setup: [{status: flag; title: text | null}]}",
    ),
    post(
        "authentication/setup",
        "Makes the owner's account by a one-time link.",
        "{setup: [{token: text; name: text; email: text; password: text; blogTitle?: text}]}",
        "{users: [User]}",
    ),
    get("authentication/invitation", "What an invitation's link says.", "{invitation: [Invitation]}")
        .with_query("token"),
    post(
        "authentication/invitation",
        "Makes the account that an invitation promised.",
        "{invitation: [{token: text; name: text; password: text}]}",
        "{invitation: [{message: text}]}",
    )
    .with_status("200"),
    post(
        "authentication/password_reset",
        "Asks for a link by which to set a new password.",
        "{password_reset: [{email: text}]}",
        "{password_reset: [{message: text}]}",
    )
    .with_status("200"),
    put(
        "authentication/password_reset",
        "Sets a password by a one-time link.",
        "{password_reset: [{token: text; newPassword: text; ne2Password?: text}]}",
        "{password_reset: [{message: text}]}",
    ),
    get("users", "The accounts of the staff.", "{users: User[]; meta: Meta}").with_query(LIST),
    get("users/me", "The caller's own account.", "{users: [User]}").with_query("include fields"),
    put(
        "users/password",
        "Changes the caller's own password; every other device is signed out.",
        "{password: [{user_id?: id; oldPassword: text; newPassword: text; ne2Password?: text}]}",
        "{password: [{message: text}]}",
    ),
    get("users/slug/{slug}", "An account by its slug.", "{users: [User]}").with_query("include fields"),
    get("users/email/{email}", "An account by its address.", "{users: [User]}").with_query("include fields"),
    get("users/{id}", "An account.", "{users: [User]}").with_query("include fields"),
    put("users/{id}", "Changes an account.", "{users: [UserEdit]}", "{users: [User]}"),
    delete("users/{id}", "Deletes an account; its stories stay."),
    get("roles", "The roles.", "{roles: Role[]}").with_query("permissions"),
    get("invites", "Open invitations.", "{invites: Invite[]; meta: {pagination: anything}}"),
    post(
        "invites",
        "Invites somebody; the answer has the link, which nobody can tell again.",
        "{invites: [{email: text; role_id: id}]}",
        "{invites: [Invite]}",
    ),
    delete("invites/{id}", "Withdraws an invitation."),
    get("passkeys", "The caller's passkeys.", "{passkeys: Passkey[]}"),
    post(
        "passkeys/challenge",
        "For whoever types the password: what a browser is given to make a passkey.",
        "{passkeys: [{password: text}]}",
        "{passkeys: [{publicKey: anything}]}",
    )
    .with_status("200"),
    post(
        "passkeys",
        "Keeps a passkey that a device has made. The credential is what toJSON() makes.",
        "{passkeys: [{name?: text; credential: anything}]}",
        "{passkeys: [Passkey]}",
    ),
    delete("passkeys/{id}", "Takes a passkey away."),
    get(
        "second_factor",
        "Whether the caller has a second factor.",
        "{second_factor: [{on: flag; recovery_codes_left: number}]}",
    ),
    post(
        "second_factor",
        "Begins to set one up: the secret for a telephone.",
        "",
        "{second_factor: [{secret: text; address: text}]}",
    )
    .with_status("200"),
    put(
        "second_factor",
        "Switches it on with a code of the telephone; the answer has the recovery codes.",
        "{second_factor: [{token: text}]}",
        "{second_factor: [{on: flag; recovery_codes: text[]}]}",
    ),
    Operation { takes: "{second_factor: [{password: text}]}", ..delete("second_factor", "Switches it off.") },
    get("webhooks", "Programs that are told when something changes.", "{webhooks: Webhook[]}"),
    post("webhooks", "Has a program told of an event.", "{webhooks: [WebhookEdit]}", "{webhooks: [Webhook]}"),
    put(
        "webhooks/{id}",
        "Changes what a program is told.",
        "{webhooks: [WebhookEdit]}",
        "{webhooks: [Webhook]}",
    ),
    delete("webhooks/{id}", "Tells a program nothing more."),
    get("webhooks/{id}/deliveries", "What a program was told, newest first.", "{deliveries: Delivery[]}"),
    put("deliveries/{id}", "Tells once more what did not arrive.", "", "{deliveries: [Delivery]}"),
    get("digest", "How often the caller hears by mail of what waits.", "{digest: [Digest]}"),
    put(
        "digest",
        "Sets how often the caller hears by mail of what waits.",
        "{digest: [{every: 'never' | 'hour' | 'day' | 'week'}]}",
        "{digest: [Digest]}",
    ),
    get("mail", "Whether letters can be sent, and which of them wait.", "{mail: [MailState]}"),
    post("mail/test", "Sends a letter to the caller, at once.", "", "{mail: [{sent: flag}]}")
        .with_status("200"),
    get("settings", "The site's settings.", "{settings: Setting[]; meta: anything}"),
    put(
        "settings",
        "Changes settings, all that are sent or none.",
        "{settings: {key: text; value: anything}[]}",
        "{settings: Setting[]; meta: anything}",
    ),
    get("settings/routes/yaml", "The routes file.", "file"),
    post(
        "settings/routes/yaml",
        "Puts another routes file in its place.",
        "file",
        "{meta: {moved: number; kept: number}}",
    )
    .with_status("200"),
    get("themes", "The themes of the installation.", "{themes: Theme[]}"),
    get("themes/active", "The active theme, with what the checker says of it.", "{themes: [Theme]}"),
    post("themes/upload", "Takes a theme in, as a zip.", "file", "{themes: [Theme]}").with_status("200"),
    put("themes/{name}/activate", "Has the site printed with a theme.", "", "{themes: [Theme]}"),
    get("themes/{name}/download", "A theme as a zip.", "file"),
    delete("themes/{name}", "Deletes a theme that is not active."),
    get(
        "custom_theme_settings",
        "What the active theme lets its owner choose.",
        "{custom_theme_settings: ThemeSetting[]}",
    ),
    put(
        "custom_theme_settings",
        "Chooses, all that is sent or nothing.",
        "{custom_theme_settings: {key: text; value: anything}[]}",
        "{custom_theme_settings: ThemeSetting[]}",
    ),
    post(
        "custom_theme_settings/preview",
        "A page of the site as it would be with these choices, the pairs as JSON, before they are saved; no script runs in it.",
        "form {choices: text; path: text}",
        "page",
    )
    .with_status("200"),
    get("redirects", "Old addresses and where they lead.", "{redirects: Redirect[]}"),
    get("redirects/download", "The same as Ghost's file, or as YAML or CSV.", "Redirect[]").with_query("format"),
    put(
        "redirects",
        "Puts another list in its place, all of it or nothing.",
        "{redirects: Redirect[]}",
        "{redirects: Redirect[]}",
    ),
    post(
        "redirects/upload",
        "Puts a list from a file in its place: JSON, YAML or CSV.",
        "file",
        "{redirects: Redirect[]}",
    )
    .with_status("200"),
    get("status", "How the installation is: versions, jobs, index, caches, room on the disk.", "{status: Status}"),
    get("audit", "Who did what, newest first.", "{audit: AuditLine[]; meta: Marks}")
        .with_query("limit before"),
    get(
        "imports",
        "Sites that move in, newest first, and what lies in the inbox.",
        "{imports: Import[]; inbox: Offered[]}",
    ),
    post(
        "imports",
        "Begins to move a site in: a file that will be sent, with its size, or what lies in the inbox.",
        "{imports: [{name?: text; size?: number; inbox?: text}]}",
        "{imports: [Import]}",
    ),
    get("imports/{id}", "How far an import is.", "{imports: [Import]}"),
    delete("imports/{id}", "Forgets an import with its file; what it wrote stays."),
    put("imports/{id}/upload", "A part of the file as it is.", "bytes", "{imports: [Import]}")
        .with_query("offset"),
    put(
        "imports/{id}/rehearse",
        "Reads and counts everything, and writes nothing.",
        "{from?: text; blog?: text; media?: flag}",
        "{imports: [Import]}",
    ),
    put(
        "imports/{id}/start",
        "Imports; goes on with one that was stopped or failed.",
        "{from?: text; blog?: text; media?: flag}",
        "{imports: [Import]}",
    ),
    put("imports/{id}/stop", "Ends an import between two transactions.", "", "{imports: [Import]}"),
    put(
        "imports/{id}/undo",
        "Takes an import back, while nothing else was written.",
        "",
        "{imports: [Import]}",
    ),
    put(
        "imports/{id}/check",
        "Asks for every address that the old site had.",
        "",
        "{imports: [Import]}",
    ),
    get("imports/{id}/links", "What became of the old addresses; `as=csv` gives a file.", "{links: LinkReport}")
        .with_query("as"),
    get("exports", "Exports, newest first.", "{exports: Export[]}"),
    post(
        "exports",
        "Makes an export to be downloaded.",
        "{exports: [{format: ExportFormat}]}",
        "{exports: [Export]}",
    ),
    get("exports/{id}", "How far an export is.", "{exports: [Export]}"),
    delete("exports/{id}", "Forgets an export with its file."),
    put(
        "exports/{id}/stop",
        "Takes an export off the list that has not had its turn.",
        "",
        "{exports: [Export]}",
    ),
    get("exports/{id}/download", "An export as a zip.", "file"),
    get("posts", "Stories, drafts too.", "{posts: Post[]; meta: Meta}").with_query(STORIES),
    post("posts", "Begins a story.", "{posts: [PostEdit]}", "{posts: [Post]}").with_query("source formats"),
    Operation {
        gives: "{bulk: {action: text; meta: BulkDone}}",
        ..delete("posts", "Deletes all stories that a filter finds, each if the caller may.")
    }
    .with_query("filter all"),
    put(
        "posts/bulk",
        "Does the same to all stories that a filter finds, each if the caller may.",
        "{bulk: {action: 'feature' | 'unfeature' | 'unpublish' | 'unschedule' | 'addTag' | 'access'; meta?: anything}}",
        "{bulk: {action: text; meta: BulkDone}}",
    )
    .with_query("filter all"),
    get("posts/slug/{slug}", "A story by its slug.", "{posts: [Post]}").with_query(STORY),
    get("posts/{id}", "A story.", "{posts: [Post]}").with_query(STORY),
    put(
        "posts/{id}",
        "Changes a story, if it is still as it was at updated_at.",
        "{posts: [PostEdit]}",
        "{posts: [Post]}",
    )
    .with_query("source formats"),
    delete("posts/{id}", "Deletes a story with its comments."),
    post("posts/{id}/copy", "Copies a story as a new draft.", "", "{posts: [Post]}"),
    get("posts/{id}/revisions", "The versions that others replaced, newest first.", "{revisions: Revision[]}")
        .with_query("before"),
    get(
        "posts/{id}/revisions/{revision}",
        "A version with its words, and what changed since.",
        "{revisions: [RevisionRead]}",
    )
    .with_query("to"),
    post(
        "posts/{id}/revisions/{revision}/restore",
        "Brings the words of a version back.",
        "{posts: [{updated_at: moment}]}",
        "{posts: [Post]}",
    )
    .with_status("200"),
    get("posts/{id}/lock", "Who has the story open and writes.", "{lock: EditLock | null}"),
    put(
        "posts/{id}/lock",
        "Takes the story to write, renews the hold on it, or takes it over.",
        "{lock: [{holder: text; take_over?: flag}]}",
        "{lock: EditLock}",
    ),
    Operation { query: "holder", ..delete("posts/{id}/lock", "Lets the story go.") },
    get("posts/{id}/previews", "Links by which somebody without an account reads it.", "{previews: Preview[]}"),
    post(
        "posts/{id}/previews",
        "Makes such a link; its address is only in this answer.",
        "{previews: [{hours?: number}]}",
        "{previews: [Preview]}",
    ),
    delete("posts/{id}/previews/{link}", "Takes a link back."),
    get("pages", "Pages, drafts too.", "{pages: Page[]; meta: Meta}").with_query(STORIES),
    post("pages", "Begins a page.", "{pages: [PostEdit]}", "{pages: [Page]}").with_query("source formats"),
    Operation {
        gives: "{bulk: {action: text; meta: BulkDone}}",
        ..delete("pages", "Deletes all pages that a filter finds, each if the caller may.")
    }
    .with_query("filter all"),
    put(
        "pages/bulk",
        "Does the same to all pages that a filter finds, each if the caller may.",
        "{bulk: {action: 'feature' | 'unfeature' | 'unpublish' | 'unschedule' | 'addTag' | 'access'; meta?: anything}}",
        "{bulk: {action: text; meta: BulkDone}}",
    )
    .with_query("filter all"),
    get("pages/slug/{slug}", "A page by its slug.", "{pages: [Page]}").with_query(STORY),
    get("pages/{id}", "A page.", "{pages: [Page]}").with_query(STORY),
    put(
        "pages/{id}",
        "Changes a page, if it is still as it was at updated_at.",
        "{pages: [PostEdit]}",
        "{pages: [Page]}",
    )
    .with_query("source formats"),
    delete("pages/{id}", "Deletes a page."),
    post("pages/{id}/copy", "Copies a page as a new draft.", "", "{pages: [Page]}"),
    get("pages/{id}/revisions", "The versions that others replaced, newest first.", "{revisions: Revision[]}")
        .with_query("before"),
    get(
        "pages/{id}/revisions/{revision}",
        "A version with its words, and what changed since.",
        "{revisions: [RevisionRead]}",
    )
    .with_query("to"),
    post(
        "pages/{id}/revisions/{revision}/restore",
        "Brings the words of a version back.",
        "{pages: [{updated_at: moment}]}",
        "{pages: [Page]}",
    )
    .with_status("200"),
    get("pages/{id}/lock", "Who has the page open and writes.", "{lock: EditLock | null}"),
    put(
        "pages/{id}/lock",
        "Takes the page to write, renews the hold on it, or takes it over.",
        "{lock: [{holder: text; take_over?: flag}]}",
        "{lock: EditLock}",
    ),
    Operation { query: "holder", ..delete("pages/{id}/lock", "Lets the page go.") },
    get("pages/{id}/previews", "Links by which somebody without an account reads it.", "{previews: Preview[]}"),
    post(
        "pages/{id}/previews",
        "Makes such a link; its address is only in this answer.",
        "{previews: [{hours?: number}]}",
        "{previews: [Preview]}",
    ),
    delete("pages/{id}/previews/{link}", "Takes a link back."),
    get(
        "search/posts",
        "Looks through all stories, drafts too, the best first.",
        "{posts: Post[]; meta: SearchMeta}",
    )
    .with_query(SEARCH),
    get(
        "search/pages",
        "Looks through all pages, drafts too, the best first.",
        "{pages: Page[]; meta: SearchMeta}",
    )
    .with_query(SEARCH),
    get("snippets", "Pieces that editors put into stories.", "{snippets: Snippet[]; meta: Meta}").with_query(LIST),
    post("snippets", "Makes a piece.", "{snippets: [SnippetEdit]}", "{snippets: [Snippet]}"),
    get("snippets/{id}", "A piece.", "{snippets: [Snippet]}"),
    put("snippets/{id}", "Changes a piece; stories that have it stay.", "{snippets: [SnippetEdit]}", "{snippets: [Snippet]}"),
    delete("snippets/{id}", "Deletes a piece; stories that have it stay."),
    get("tags", "The tags.", "{tags: Tag[]; meta: Meta}").with_query(LIST),
    post("tags", "Makes a tag.", "{tags: [TagEdit]}", "{tags: [Tag]}"),
    get("tags/slug/{slug}", "A tag by its slug.", "{tags: [Tag]}").with_query("include fields"),
    get("tags/{id}", "A tag.", "{tags: [Tag]}").with_query("include fields"),
    put("tags/{id}", "Changes a tag.", "{tags: [TagEdit]}", "{tags: [Tag]}"),
    delete("tags/{id}", "Deletes a tag; its stories stay."),
    get(
        "authors",
        "Everybody under whose name stories are printed, guests too.",
        "{authors: Author[]; meta: Meta}",
    )
    .with_query(LIST),
    post("authors", "Makes an author who has no account.", "{authors: [AuthorEdit]}", "{authors: [Author]}"),
    get("authors/{id}", "An author.", "{authors: [Author]}").with_query("include fields"),
    put(
        "authors/{id}",
        "Changes what is said of an author.",
        "{authors: [AuthorEdit]}",
        "{authors: [Author]}",
    ),
    get("keys", "Keys for programs, revoked ones too, without what they say.", "{keys: Key[]}"),
    post(
        "keys",
        "Makes a key; the answer has it, and nobody can tell it again.",
        "{keys: [{kind: 'admin' | 'content'; name: text}]}",
        "{keys: [Key]}",
    ),
    delete("keys/{id}", "Revokes a key."),
    get(
        "oembed",
        "What another page says of itself: a bookmark, or a player that a story may frame.",
        "OEmbed",
    )
    .with_query("url type"),
    get("config", "What programs ask about the server.", "{config: anything}"),
    get("members", "Readers who signed up: none here.", "{members: anything[]; meta: Meta}").with_query(LIST),
    get("newsletters", "Letters to members: none here.", "{newsletters: anything[]; meta: Meta}").with_query(LIST),
    get("tiers", "What members pay: nothing here.", "{tiers: anything[]; meta: Meta}").with_query(LIST),
    get("labels", "Labels of members: none here.", "{labels: anything[]; meta: Meta}").with_query(LIST),
    get("offers", "Offers to members: none here.", "{offers: anything[]; meta: Meta}").with_query(LIST),
    post("images/upload", "Stores a picture.", "file", "{images: [{url: text; ref: text | null}]}"),
    post(
        "media/upload",
        "Stores sound or film.",
        "file",
        "{media: [{url: text; thumbnail_url: text | null; ref: text | null}]}",
    ),
    post(
        "media/thumbnail/upload",
        "Stores the picture that stands for a film.",
        "file",
        "{media: [{url: text; ref: text | null}]}",
    )
    .with_status("200"),
    put("media/thumbnail/upload", "The same.", "file", "{media: [{url: text; ref: text | null}]}"),
    post(
        "files/upload",
        "Stores a file to be taken away.",
        "file",
        "{files: [{url: text; ref: text | null}]}",
    ),
    get("media", "The library.", "{media: Media[]; meta: Meta}").with_query("search unused limit page"),
    get("media/{id}", "A file, with the stories that show it.", "{media: [Media]}"),
    put(
        "media/{id}",
        "Describes a file.",
        "{media: [{alt?: text; caption?: text; credit?: text; licence?: text}]}",
        "{media: [Media]}",
    ),
    delete("media/{id}", "Deletes a file that nothing shows."),
    get(
        "comments",
        "Comments in one state, newest first; without a filter those that wait.",
        "{comments: Comment[]; meta: Marks}",
    )
    .with_query("filter limit before q reader_of"),
    put(
        "comments/bulk",
        "Decides about many, all or none: those whose ids are sent, or the next 500 of the list that the address asks for.",
        "{bulk: {action: 'approve' | 'hold' | 'spam' | 'trash' | 'remove'; ids?: id[]; batch?: id; reason?: text}}",
        "{bulk: {meta: {stats: {successful: number; unchanged: number}; batch: id; next: id | null}}}",
    )
    .with_query("filter before q reader_of"),
    get("comments/counts", "How many are in each state.", "{counts: CommentCounts}"),
    get("comments/log", "Who decided what, newest first.", "{decisions: Decision[]; meta: Marks}")
        .with_query("limit before"),
    put(
        "comments/undo/{batch}",
        "Takes back what was decided in one go.",
        "",
        "{undo: [{batch: text; restored: number; overruled: number}]}",
    ),
    get("comments/bans", "Readers who are shut out.", "{bans: Ban[]}"),
    delete("comments/bans/{fingerprint}", "Lets a reader in again."),
    get(
        "comments/reported",
        "Comments that readers report, the most reported first.",
        "{comments: ReportedComment[]}",
    )
    .with_query("limit"),
    get("comments/appeals", "Objections that wait for an answer, the oldest first.", "{appeals: Appeal[]}"),
    delete("comments/{id}/reports", "The comment may stay as it is."),
    put(
        "comments/{id}/appeal",
        "Answers an objection; granting it puts the comment back.",
        "{appeals: [{granted: flag; answer?: text}]}",
        "{appeals: [{comment_id: id; granted: flag; answer: text}]}",
    ),
    get(
        "comments/{id}/versions",
        "The words a comment had before its writer changed them.",
        "{versions: {replaced_at: moment; text: text}[]}",
    ),
    get("comments/lessons", "What the filter was taught.", "anything"),
    delete("comments/lessons", "The filter knows nothing again."),
    get(
        "comments/{id}/history",
        "How the reader's comments fared, and what was decided about this one.",
        "{history: [CommentHistory]}",
    ),
    post(
        "comments/{id}/ban",
        "Shuts a reader out for some days.",
        "{bans: [{by: 'address' | 'email'; days?: number; reason?: text}]}",
        "{bans: [Ban]}",
    )
    .with_status("200"),
    get("comments/{id}", "A comment.", "{comments: [Comment]}"),
    put(
        "comments/{id}",
        "Decides about a comment.",
        "{comments: [{status: CommentState; reason?: text}]}",
        "{comments: [{id: id; status: CommentState; batch: text}]}",
    ),
];
