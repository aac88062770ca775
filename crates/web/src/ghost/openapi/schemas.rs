//! The shapes that the Admin API takes and answers, in the notation of `notation`.

/// Name, what it is, and its fields. Ghost's keys are all there, null where Dateline has nothing.
pub(super) const SCHEMAS: &[(&str, &str, &str)] = &[
    (
        "Errors",
        "Why a call was refused.",
        "{errors: [{message: text; context: text | null; type: text; details: anything; property: text | null;
          help: text | null; code: text | null; id: text; ghostErrorCode: text | null}]}",
    ),
    ("Meta", "Which page of how many.", "{pagination: Pagination}"),
    (
        "Pagination",
        "Pages of a list.",
        "{page: number; limit: number; pages: number; total: number; next: number | null; prev: number | null}",
    ),
    (
        "Marks",
        "A list that is read on from its last id.",
        "{pagination: {limit: number; next: text | null}}",
    ),
    (
        "SearchMeta",
        "Pages of what was found, whether there is more than was counted, and what a misspelling may have meant.",
        "{pagination: Pagination; more?: flag; did_you_mean?: text | null; relaxed?: flag}",
    ),
    (
        "Site",
        "The site's public facts.",
        "{title: text; description: text | null; logo: text | null; icon: text | null; cover_image: text | null;
          accent_color: text | null; locale: text; timezone: text; url: text; version: text;
          allow_external_signup: flag; site_uuid: text}",
    ),
    ("Setting", "A setting; menus are JSON in a text.", "{key: text; value: anything}"),
    (
        "Session",
        "A device on which somebody is signed in.",
        "{id: id; current: flag; user_agent: text; network: text; created_at: moment; last_used_at: moment;
          expires_at: moment}",
    ),
    ("RoleName", "The roles of the staff.", "'Moderator' | 'Contributor' | 'Author' | 'Editor' | 'Administrator' | 'Owner'"),
    ("Role", "A role.", "{id: id; name: RoleName; description: text}"),
    (
        "User",
        "An account of the staff.",
        "{id: id; name: text; slug: text; email: text; profile_image: text | null; cover_image: text | null;
          author_id: id | null; bio: text | null; website: text | null; location: text | null;
          facebook: text | null; twitter: text | null; threads: text | null; bluesky: text | null;
          mastodon: text | null; tiktok: text | null; youtube: text | null; instagram: text | null;
          linkedin: text | null; meta_title: text | null; meta_description: text | null;
          status: 'active' | 'inactive'; created_at: moment; updated_at: moment; roles?: Role[]; url?: text;
          count?: {posts: number}}",
    ),
    (
        "UserEdit",
        "What changes of an account.",
        "{name?: text; email?: text; status?: 'active' | 'inactive'; roles?: [{id: id}]; bio?: text | null;
          website?: text | null; profile_image?: text | null; cover_image?: text | null; location?: text | null;
          facebook?: text | null; twitter?: text | null; threads?: text | null; bluesky?: text | null;
          mastodon?: text | null; tiktok?: text | null; youtube?: text | null; instagram?: text | null;
          linkedin?: text | null; meta_title?: text | null; meta_description?: text | null}",
    ),
    ("Invitation", "What an invitation's link says.", "{valid: flag; email: text | null; role: RoleName | null; title: text}"),
    (
        "Invite",
        "An invitation; its link is only in the answer to its making.",
        "{id: id; email: text; role_id: id | null; role: text | null; status: 'pending' | 'expired'; expires: number;
          created_at: moment; updated_at: moment; link?: text; mailed?: flag}",
    ),
    (
        "Tag",
        "A tag.",
        "{id: id; name: text; slug: text; description: text | null; feature_image: text | null;
          visibility: 'public' | 'internal'; og_image: text | null; og_title: text | null; og_description: text | null;
          twitter_image: text | null; twitter_title: text | null; twitter_description: text | null;
          meta_title: text | null; meta_description: text | null; codeinjection_head: text | null;
          codeinjection_foot: text | null; canonical_url: text | null; accent_color: text | null; url: text;
          created_at: moment; updated_at: moment; count?: {posts: number}}",
    ),
    (
        "TagEdit",
        "What changes of a tag.",
        "{name?: text; slug?: text; description?: text | null; codeinjection_head?: text | null;
          codeinjection_foot?: text | null; accent_color?: text | null; feature_image?: text | null;
          canonical_url?: text | null; meta_title?: text | null; meta_description?: text | null;
          og_image?: text | null; og_title?: text | null; og_description?: text | null; twitter_image?: text | null;
          twitter_title?: text | null; twitter_description?: text | null}",
    ),
    (
        "Author",
        "Somebody under whose name stories are printed; a guest has no account.",
        "{id: id; name: text; slug: text; profile_image: text | null; cover_image: text | null; bio: text | null;
          website: text | null; location: text | null; facebook: text | null; twitter: text | null;
          threads: text | null; bluesky: text | null; mastodon: text | null; tiktok: text | null; youtube: text | null;
          instagram: text | null; linkedin: text | null; meta_title: text | null; meta_description: text | null;
          url: text; is_guest?: flag; count?: {posts: number}}",
    ),
    (
        "AuthorEdit",
        "What changes of an author.",
        "{name?: text; slug?: text; bio?: text | null; website?: text | null; profile_image?: text | null;
          cover_image?: text | null; location?: text | null; facebook?: text | null; twitter?: text | null;
          threads?: text | null; bluesky?: text | null; mastodon?: text | null; tiktok?: text | null;
          youtube?: text | null; instagram?: text | null; linkedin?: text | null; meta_title?: text | null;
          meta_description?: text | null}",
    ),
    ("PostStatus", "How far a story is.", "'draft' | 'scheduled' | 'published'"),
    (
        "Post",
        "A story.",
        "{id: id; uuid: text; title: text; slug: text; comment_id: id; feature_image: text | null;
          feature_image_alt: text | null; feature_image_caption: text | null; featured: flag; visibility: 'public';
          created_at: moment; updated_at: moment; published_at: moment | null; custom_excerpt: text | null;
          codeinjection_head: text | null; codeinjection_foot: text | null; custom_template: text | null;
          canonical_url: text | null; url: text; excerpt: text; reading_time: number; og_image: text | null;
          og_title: text | null; og_description: text | null; twitter_image: text | null; twitter_title: text | null;
          twitter_description: text | null; meta_title: text | null; meta_description: text | null;
          email_subject?: text | null; status: PostStatus; locale: text | null; email?: null; newsletter?: null;
          email_segment?: 'all'; email_only?: flag; count: anything; tiers: anything[]; html?: text; plaintext?: text;
          lexical?: text; mobiledoc?: null; markdown?: text | null; frontmatter: text | null; dateline: text | null;
          comments_open: flag; saved_by: text | null; feature_image_credit: text | null;
          feature_image_licence: text | null; feature_image_focus: text | null; embargo_until: moment | null;
          unpublish_at: moment | null; corrections: Correction[]; tags: Tag[]; primary_tag: Tag | null; authors: Author[];
          primary_author: Author | null; found?: Found}",
    ),
    ("Correction", "What was wrong with a story.", "{at: moment; text: text}"),
    ("Words", "What people write of a story.", "{title: text; custom_excerpt: text | null; html: text; markdown: text | null}"),
    (
        "Revision",
        "A version that another one replaced; version is the updated_at that the story had with these words.",
        "{id: id; post_id: id; title: text; saved_by: text | null; reason: text; version: moment; replaced_at: moment}",
    ),
    (
        "RevisionRead",
        "A version with its words, and what changed since.",
        "Revision & Words & {changes: Comparison}",
    ),
    ("Stretch", "Some words and what became of them.", "{kind: 'kept' | 'added' | 'removed'; text: text}"),
    (
        "Comparison",
        "What changed between two versions; html has every word escaped, in ins and del.",
        "{title: Stretch[]; custom_excerpt: Stretch[]; html: text;
          body: {kind: 'same' | 'added' | 'removed' | 'restyled' | 'rewritten'; text?: text; parts?: Stretch[]}[]}",
    ),
    (
        "EditLock",
        "Who has a story open and writes; mine says whether it is the caller's window.",
        "{post_id: id; user_id: id | null; name: text; taken_at: moment; expires_at: moment; mine?: flag}",
    ),
    (
        "Preview",
        "A link by which somebody without an account reads a story; its address is only in the answer to its making.",
        "{id: id; post_id: id; made_by: text; created_at: moment; expires_at: moment; url?: text}",
    ),
    (
        "BulkDone",
        "What came of a change to many.",
        "{stats: {successful: number; unsuccessful: number}; errors: anything[];
          unsuccessfulData: {id: id; title: text; message: text}[]}",
    ),
    (
        "Snippet",
        "A piece that editors put into stories.",
        "{id: id; name: text; html: text; lexical: text; mobiledoc: null; created_at: moment; updated_at: moment}",
    ),
    ("SnippetEdit", "What changes of a piece.", "{name?: text; html?: text; lexical?: text}"),
    (
        "Status",
        "How the installation is.",
        "{version: text; ghost_version: text; database: text; now: moment; last_change_at: moment | null;
          jobs: {kind: text; waiting: number; next_at: moment; late: number}[];
          search: anything; page_cache: {pages: number; bytes: number};
          disk: {free_bytes: number; total_bytes: number} | null; panics: number; theme: text}",
    ),
    ("Page", "A page that stands by itself: a story without a date.", "Post & {show_title_and_feature_image: flag}"),
    ("Found", "Why a story was found: its headline and the passage, words marked.", "{title_html: text; html: text; text: text}"),
    (
        "PostEdit",
        "What is sent of a story; what is absent stays as it is. updated_at is the version that was seen.",
        "{title?: text; slug?: text; html?: text; lexical?: text; status?: PostStatus; published_at?: moment | null;
          updated_at?: moment; custom_excerpt?: text | null; feature_image?: text | null;
          feature_image_alt?: text | null; feature_image_caption?: text | null; featured?: flag;
          meta_title?: text | null; meta_description?: text | null; locale?: text | null;
          codeinjection_head?: text | null; codeinjection_foot?: text | null; markdown?: text; dateline?: text | null;
          comments_open?: flag; og_image?: text | null; og_title?: text | null; og_description?: text | null;
          twitter_image?: text | null; twitter_title?: text | null; twitter_description?: text | null;
          canonical_url?: text | null; custom_template?: text | null; frontmatter?: text | null;
          show_title_and_feature_image?: flag; feature_image_credit?: text | null;
          feature_image_licence?: text | null; feature_image_focus?: text | null; embargo_until?: moment | null;
          unpublish_at?: moment | null; corrections?: {at?: moment; text: text}[];
          tags?: {id?: id; slug?: text; name?: text}[]; authors?: {id?: id; slug?: text; name?: text; email?: text}[]}",
    ),
    (
        "Key",
        "A key for a program; what it says is only in the answer to its making.",
        "{id: id; name: text; kind: 'admin' | 'content'; created_at: moment; revoked_at: moment | null; key?: text}",
    ),
    ("Passkey", "A key that a device keeps.", "{id: id; name: text; created_at: moment; last_used_at: moment | null}"),
    (
        "Webhook",
        "A program that is told of an event.",
        "{id: id; event: text; target_url: text; name: text | null; secret: text | null; api_version: text;
          integration_id: id | null; last_triggered_at: moment | null; last_triggered_status: text | null;
          last_triggered_error: text | null; created_at: moment; updated_at: moment}",
    ),
    (
        "WebhookEdit",
        "What changes of a webhook.",
        "{event?: text; target_url?: text; name?: text | null; secret?: text | null; api_version?: text;
          integration_id?: id | null}",
    ),
    (
        "Delivery",
        "Something that a program was told, or is to be told.",
        "{id: id; webhook_id: id; event: text; state: 'waiting' | 'arrived' | 'given_up'; tries: number;
          status: number | null; error: text | null; created_at: moment; done_at: moment | null}",
    ),
    (
        "Digest",
        "How often somebody hears by mail of what waits.",
        "{every: 'never' | 'hour' | 'day' | 'week'; last_at: moment | null; sends_mail: flag}",
    ),
    (
        "MailState",
        "How a site's letters are sent, and those that wait.",
        "{sends: flag; sender: text | null; address: text | null; waiting: {id: id; occasion: text;
          created_at: moment; tries: number; last_error: text}[]}",
    ),
    (
        "OEmbed",
        "What another page says of itself.",
        "{version: text; type: 'video'; url: text; title: text | null; author_name: text | null;
          provider_name: text | null; html: text}
         | {version: text; type: 'bookmark'; url: text; metadata: {url: text; title: text; description: text | null;
          author: text | null; publisher: text | null; thumbnail: text | null; icon: text | null}}",
    ),
    ("Redirect", "An old address and where it leads.", "{from: text; to: text; permanent: flag}"),
    (
        "Media",
        "A file of the library.",
        "{id: id; url: text | null; name: text | null; type: text; bytes: number; width: number | null;
          height: number | null; colour: text | null; alt: text; caption: text; credit: text; licence: text;
          created_at: moment; used_in?: {id: id; title: text}[]; used_elsewhere?: flag}",
    ),
    ("CommentState", "Where a comment stands.", "'pending' | 'approved' | 'spam' | 'trash' | 'removed'"),
    (
        "CommentTally",
        "How many comments are in each state.",
        "{pending: number; approved: number; spam: number; trash: number; removed: number}",
    ),
    (
        "CommentCounts",
        "How many comments are in each state, and how many of them readers report.",
        "CommentTally & {reported: number}",
    ),
    (
        "Comment",
        "A reader's comment; html is cleaned, text as it was typed.",
        "{id: id; parent_id: id | null; status: CommentState; author_name: text; author_email: text | null;
          author_url: text | null; is_staff: flag; spam_score: number | null; reasons: Reason[]; html: text; text: text;
          created_at: moment; updated_at: moment; post: {id: id; title: text; url: text}}",
    ),
    ("ReportedComment", "A comment with what readers say against it.", "Comment & {reports: Report[]}"),
    ("Reason", "Why the filter thinks what it thinks; a positive weight speaks for spam.", "{word: text; sentence: text; weight: number}"),
    ("Report", "What a reader says against a comment.", "{reason: 'spam' | 'abuse' | 'private' | 'illegal' | 'other'; words: text; at: moment}"),
    (
        "Appeal",
        "An objection to a decision.",
        "{comment_id: id; words: text; at: moment; status: CommentState | null; author_name: text | null;
          text: text | null}",
    ),
    (
        "Decision",
        "Who moved a comment, when and why.",
        "{number: text; batch: text; comment_id: id; who: text; at: moment; from: CommentState; to: CommentState;
          reason: text; undone: {who: text; at: moment} | null}",
    ),
    (
        "CommentHistory",
        "What the house knows of a comment's reader.",
        "{email_fingerprint: text | null; address_fingerprint: text | null; comments: CommentTally;
          decisions: Decision[]}",
    ),
    (
        "Ban",
        "A reader who is shut out.",
        "{fingerprint: text; by: text; name: text; who: text; reason: text; created_at: moment; until: moment}",
    ),
    (
        "Import",
        "A site that moves in; `docs/admin-api.md` says what each state allows.",
        "{id: id; name: text; created_at: moment; state: MoveState; upload: {bytes: number; size: number} | null;
          from: text | null; blog: text | null; media: flag; format: text | null; progress: MoveProgress | null;
          rehearsal: ImportReport | null; report: ImportReport | null; error: text | null; can_undo: flag;
          links: LinkReport | null}",
    ),
    (
        "LinkReport",
        "What became of the addresses of an old site; of an import, the first hundred that are lost.",
        "{site: text; checked: number; answer: number; lead_on: number; lost: number;
          faults: {address: text; reason: text}[]}",
    ),
    (
        "Export",
        "A site as a zip.",
        "{id: id; format: ExportFormat; created_at: moment; state: MoveState; file: {name: text; bytes: number} | null;
          progress: MoveProgress | null; report: anything; error: text | null}",
    ),
    ("ExportFormat", "What an export can be.", "'dateline' | 'wordpress' | 'ghost' | 'markdown' | 'static'"),
    (
        "MoveState",
        "How far a move is.",
        "'uploading' | 'ready' | 'rehearsing' | 'importing' | 'exporting' | 'undoing' | 'checking' | 'done' | 'failed' | 'stopped'",
    ),
    (
        "MoveProgress",
        "What a move that has its turn is at; `null` while it waits.",
        "{phase: 'waiting' | 'stories' | 'comments' | 'counting' | 'files' | 'writing' | 'undoing' | 'checking'; stories: number;
          comments: number; files_stored: number; files_remote: number; bytes: number; bytes_total: number}",
    ),
    (
        "ImportReport",
        "What an import found and did: the report of the command line.",
        "{format: text; site: text; posts: {published: number; draft: number; scheduled: number; trashed: number};
          pages: {published: number; draft: number};
          comments: {approved: number; pending: number; spam: number; removed: number; replies: number; mentions: number};
          tags: number; authors: number; permalinks: number; redirects: number;
          media: {stored: number; already_there: number; remote: number};
          problems: {line: number; entry: text; message: text; action: 'skipped' | 'imported' | 'kept' | 'stopped'}[];
          changed_rows: number; took_ms: number}",
    ),
    (
        "Offered",
        "What lies in the inbox, the folder `import/` of the data folder.",
        "{name: text; bytes: number; folder: flag}",
    ),
    (
        "AuditLine",
        "A line of the log.",
        "{id: id; created_at: moment; event: text; resource_type: text; resource_id: text | null;
          actor: {id: id; type: 'user' | 'integration'; name: text}}",
    ),
    (
        "Theme",
        "A theme of the installation; rules that it breaks are named when it is looked at alone.",
        "{name: text; id: text; package: anything; active: flag; templates?: anything[]; errors?: Rule[];
          warnings?: Rule[]}",
    ),
    (
        "Rule",
        "A rule that a theme breaks, with the places where it does.",
        "{code: text; rule: text; fatal: flag; level: 'error' | 'warning'; details?: text;
          failures: {ref: text; message?: text; rule?: text}[]}",
    ),
    (
        "ThemeSetting",
        "A choice that the active theme offers.",
        "{id: id; key: text; type: text; options: text[] | null; default: anything; value: anything; visible: flag;
          group?: text; description?: text; visibility?: text}",
    ),
];
