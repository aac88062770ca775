// Made from docs/openapi.json by `npm run types`, and not written by hand.

/** Why a call was refused. */
export interface Errors {
  errors: [{
    message: string;
    context: string | null;
    type: string;
    details: unknown;
    property: string | null;
    help: string | null;
    code: string | null;
    id: string;
    ghostErrorCode: string | null;
  }];
}

/** Which page of how many. */
export interface Meta {
  pagination: Pagination;
}

/** Pages of a list. */
export interface Pagination {
  page: number;
  limit: number;
  pages: number;
  total: number;
  next: number | null;
  prev: number | null;
}

/** A list that is read on from its last id. */
export interface Marks {
  pagination: {
    limit: number;
    next: string | null;
  };
}

/** Pages of what was found, whether there is more than was counted, and what a misspelling may have meant. */
export interface SearchMeta {
  pagination: Pagination;
  more?: boolean;
  did_you_mean?: string | null;
  relaxed?: boolean;
}

/** The site's public facts. */
export interface Site {
  title: string;
  description: string | null;
  logo: string | null;
  icon: string | null;
  cover_image: string | null;
  accent_color: string | null;
  locale: string;
  timezone: string;
  url: string;
  version: string;
  allow_external_signup: boolean;
  site_uuid: string;
}

/** A setting; menus are JSON in a text. */
export interface Setting {
  key: string;
  value: unknown;
}

/** A device on which somebody is signed in. */
export interface Session {
  id: string;
  current: boolean;
  user_agent: string;
  network: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
}

/** The roles of the staff. */
export type RoleName = "Moderator" | "Contributor" | "Author" | "Editor" | "Administrator" | "Owner";

/** A role. */
export interface Role {
  id: string;
  name: RoleName;
  description: string;
}

/** An account of the staff. */
export interface User {
  id: string;
  name: string;
  slug: string;
  email: string;
  profile_image: string | null;
  cover_image: string | null;
  author_id: string | null;
  bio: string | null;
  website: string | null;
  location: string | null;
  facebook: string | null;
  twitter: string | null;
  threads: string | null;
  bluesky: string | null;
  mastodon: string | null;
  tiktok: string | null;
  youtube: string | null;
  instagram: string | null;
  linkedin: string | null;
  meta_title: string | null;
  meta_description: string | null;
  status: "active" | "inactive";
  created_at: string;
  updated_at: string;
  roles?: Role[];
  url?: string;
  count?: {
    posts: number;
  };
}

/** What changes of an account. */
export interface UserEdit {
  name?: string;
  email?: string;
  status?: "active" | "inactive";
  roles?: [{
    id: string;
  }];
  bio?: string | null;
  website?: string | null;
  profile_image?: string | null;
  cover_image?: string | null;
  location?: string | null;
  facebook?: string | null;
  twitter?: string | null;
  threads?: string | null;
  bluesky?: string | null;
  mastodon?: string | null;
  tiktok?: string | null;
  youtube?: string | null;
  instagram?: string | null;
  linkedin?: string | null;
  meta_title?: string | null;
  meta_description?: string | null;
}

/** What an invitation's link says. */
export interface Invitation {
  valid: boolean;
  email: string | null;
  role: RoleName | null;
  title: string;
}

/** An invitation; its link is only in the answer to its making. */
export interface Invite {
  id: string;
  email: string;
  role_id: string | null;
  role: string | null;
  status: "pending" | "expired";
  expires: number;
  created_at: string;
  updated_at: string;
  link?: string;
  mailed?: boolean;
}

/** A tag. */
export interface Tag {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  feature_image: string | null;
  visibility: "public" | "internal";
  og_image: string | null;
  og_title: string | null;
  og_description: string | null;
  twitter_image: string | null;
  twitter_title: string | null;
  twitter_description: string | null;
  meta_title: string | null;
  meta_description: string | null;
  codeinjection_head: string | null;
  codeinjection_foot: string | null;
  canonical_url: string | null;
  accent_color: string | null;
  url: string;
  created_at: string;
  updated_at: string;
  count?: {
    posts: number;
  };
}

/** What changes of a tag. */
export interface TagEdit {
  name?: string;
  slug?: string;
  description?: string | null;
  codeinjection_head?: string | null;
  codeinjection_foot?: string | null;
  accent_color?: string | null;
  feature_image?: string | null;
  canonical_url?: string | null;
  meta_title?: string | null;
  meta_description?: string | null;
  og_image?: string | null;
  og_title?: string | null;
  og_description?: string | null;
  twitter_image?: string | null;
  twitter_title?: string | null;
  twitter_description?: string | null;
}

/** Somebody under whose name stories are printed; a guest has no account. */
export interface Author {
  id: string;
  name: string;
  slug: string;
  profile_image: string | null;
  cover_image: string | null;
  bio: string | null;
  website: string | null;
  location: string | null;
  facebook: string | null;
  twitter: string | null;
  threads: string | null;
  bluesky: string | null;
  mastodon: string | null;
  tiktok: string | null;
  youtube: string | null;
  instagram: string | null;
  linkedin: string | null;
  meta_title: string | null;
  meta_description: string | null;
  url: string;
  is_guest?: boolean;
  count?: {
    posts: number;
  };
}

/** What changes of an author. */
export interface AuthorEdit {
  name?: string;
  slug?: string;
  bio?: string | null;
  website?: string | null;
  profile_image?: string | null;
  cover_image?: string | null;
  location?: string | null;
  facebook?: string | null;
  twitter?: string | null;
  threads?: string | null;
  bluesky?: string | null;
  mastodon?: string | null;
  tiktok?: string | null;
  youtube?: string | null;
  instagram?: string | null;
  linkedin?: string | null;
  meta_title?: string | null;
  meta_description?: string | null;
}

/** How far a story is. */
export type PostStatus = "draft" | "scheduled" | "published";

/** A story. */
export interface Post {
  id: string;
  uuid: string;
  title: string;
  slug: string;
  comment_id: string;
  feature_image: string | null;
  feature_image_alt: string | null;
  feature_image_caption: string | null;
  featured: boolean;
  visibility: "public";
  created_at: string;
  updated_at: string;
  published_at: string | null;
  custom_excerpt: string | null;
  codeinjection_head: string | null;
  codeinjection_foot: string | null;
  custom_template: string | null;
  canonical_url: string | null;
  url: string;
  excerpt: string;
  reading_time: number;
  og_image: string | null;
  og_title: string | null;
  og_description: string | null;
  twitter_image: string | null;
  twitter_title: string | null;
  twitter_description: string | null;
  meta_title: string | null;
  meta_description: string | null;
  email_subject?: string | null;
  status: PostStatus;
  locale: string | null;
  email?: null;
  newsletter?: null;
  email_segment?: "all";
  email_only?: boolean;
  count: unknown;
  tiers: unknown[];
  html?: string;
  plaintext?: string;
  lexical?: string;
  mobiledoc?: null;
  markdown?: string | null;
  frontmatter: string | null;
  dateline: string | null;
  comments_open: boolean;
  saved_by: string | null;
  feature_image_credit: string | null;
  feature_image_licence: string | null;
  feature_image_focus: string | null;
  embargo_until: string | null;
  unpublish_at: string | null;
  corrections: Correction[];
  tags: Tag[];
  primary_tag: Tag | null;
  authors: Author[];
  primary_author: Author | null;
  found?: Found;
}

/** What was wrong with a story. */
export interface Correction {
  at: string;
  text: string;
}

/** What people write of a story. */
export interface Words {
  title: string;
  custom_excerpt: string | null;
  html: string;
  markdown: string | null;
}

/** A version that another one replaced; version is the updated_at that the story had with these words. */
export interface Revision {
  id: string;
  post_id: string;
  title: string;
  saved_by: string | null;
  reason: string;
  version: string;
  replaced_at: string;
}

/** A version with its words, and what changed since. */
export type RevisionRead = Revision & Words & {
  changes: Comparison;
};

/** Some words and what became of them. */
export interface Stretch {
  kind: "kept" | "added" | "removed";
  text: string;
}

/** What changed between two versions; html has every word escaped, in ins and del. */
export interface Comparison {
  title: Stretch[];
  custom_excerpt: Stretch[];
  html: string;
  body: {
    kind: "same" | "added" | "removed" | "restyled" | "rewritten";
    text?: string;
    parts?: Stretch[];
  }[];
}

/** Who has a story open and writes; mine says whether it is the caller's window. */
export interface EditLock {
  post_id: string;
  user_id: string | null;
  name: string;
  taken_at: string;
  expires_at: string;
  mine?: boolean;
}

/** A link by which somebody without an account reads a story; its address is only in the answer to its making. */
export interface Preview {
  id: string;
  post_id: string;
  made_by: string;
  created_at: string;
  expires_at: string;
  url?: string;
}

/** What came of a change to many. */
export interface BulkDone {
  stats: {
    successful: number;
    unsuccessful: number;
  };
  errors: unknown[];
  unsuccessfulData: {
    id: string;
    title: string;
    message: string;
  }[];
}

/** A piece that editors put into stories. */
export interface Snippet {
  id: string;
  name: string;
  html: string;
  lexical: string;
  mobiledoc: null;
  created_at: string;
  updated_at: string;
}

/** What changes of a piece. */
export interface SnippetEdit {
  name?: string;
  html?: string;
  lexical?: string;
}

/** How the installation is. */
export interface Status {
  version: string;
  ghost_version: string;
  database: string;
  now: string;
  last_change_at: string | null;
  jobs: {
    kind: string;
    waiting: number;
    next_at: string;
    late: number;
  }[];
  search: unknown;
  page_cache: {
    pages: number;
    bytes: number;
  };
  disk: {
    free_bytes: number;
    total_bytes: number;
  } | null;
  panics: number;
  theme: string;
}

/** A page that stands by itself: a story without a date. */
export type Page = Post & {
  show_title_and_feature_image: boolean;
};

/** Why a story was found: its headline and the passage, words marked. */
export interface Found {
  title_html: string;
  html: string;
  text: string;
}

/** What is sent of a story; what is absent stays as it is. updated_at is the version that was seen. */
export interface PostEdit {
  title?: string;
  slug?: string;
  html?: string;
  lexical?: string;
  status?: PostStatus;
  published_at?: string | null;
  updated_at?: string;
  custom_excerpt?: string | null;
  feature_image?: string | null;
  feature_image_alt?: string | null;
  feature_image_caption?: string | null;
  featured?: boolean;
  meta_title?: string | null;
  meta_description?: string | null;
  locale?: string | null;
  codeinjection_head?: string | null;
  codeinjection_foot?: string | null;
  markdown?: string;
  dateline?: string | null;
  comments_open?: boolean;
  og_image?: string | null;
  og_title?: string | null;
  og_description?: string | null;
  twitter_image?: string | null;
  twitter_title?: string | null;
  twitter_description?: string | null;
  canonical_url?: string | null;
  custom_template?: string | null;
  frontmatter?: string | null;
  show_title_and_feature_image?: boolean;
  feature_image_credit?: string | null;
  feature_image_licence?: string | null;
  feature_image_focus?: string | null;
  embargo_until?: string | null;
  unpublish_at?: string | null;
  corrections?: {
    at?: string;
    text: string;
  }[];
  tags?: {
    id?: string;
    slug?: string;
    name?: string;
  }[];
  authors?: {
    id?: string;
    slug?: string;
    name?: string;
    email?: string;
  }[];
}

/** A key for a program; what it says is only in the answer to its making. */
export interface Key {
  id: string;
  name: string;
  kind: "admin" | "content";
  created_at: string;
  revoked_at: string | null;
  key?: string;
}

/** A key that a device keeps. */
export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

/** A program that is told of an event. */
export interface Webhook {
  id: string;
  event: string;
  target_url: string;
  name: string | null;
  secret: string | null;
  api_version: string;
  integration_id: string | null;
  last_triggered_at: string | null;
  last_triggered_status: string | null;
  last_triggered_error: string | null;
  created_at: string;
  updated_at: string;
}

/** What changes of a webhook. */
export interface WebhookEdit {
  event?: string;
  target_url?: string;
  name?: string | null;
  secret?: string | null;
  api_version?: string;
  integration_id?: string | null;
}

/** Something that a program was told, or is to be told. */
export interface Delivery {
  id: string;
  webhook_id: string;
  event: string;
  state: "waiting" | "arrived" | "given_up";
  tries: number;
  status: number | null;
  error: string | null;
  created_at: string;
  done_at: string | null;
}

/** How often somebody hears by mail of what waits. */
export interface Digest {
  every: "never" | "hour" | "day" | "week";
  last_at: string | null;
  sends_mail: boolean;
}

/** How a site's letters are sent, and those that wait. */
export interface MailState {
  sends: boolean;
  sender: string | null;
  address: string | null;
  waiting: {
    id: string;
    occasion: string;
    created_at: string;
    tries: number;
    last_error: string;
  }[];
}

/** What another page says of itself. */
export type OEmbed = {
  version: string;
  type: "video";
  url: string;
  title: string | null;
  author_name: string | null;
  provider_name: string | null;
  html: string;
} | {
  version: string;
  type: "bookmark";
  url: string;
  metadata: {
    url: string;
    title: string;
    description: string | null;
    author: string | null;
    publisher: string | null;
    thumbnail: string | null;
    icon: string | null;
  };
};

/** An old address and where it leads. */
export interface Redirect {
  from: string;
  to: string;
  permanent: boolean;
}

/** A file of the library. */
export interface Media {
  id: string;
  url: string | null;
  name: string | null;
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  colour: string | null;
  alt: string;
  caption: string;
  credit: string;
  licence: string;
  created_at: string;
  used_in?: {
    id: string;
    title: string;
  }[];
  used_elsewhere?: boolean;
}

/** Where a comment stands. */
export type CommentState = "pending" | "approved" | "spam" | "trash" | "removed";

/** How many comments are in each state. */
export interface CommentTally {
  pending: number;
  approved: number;
  spam: number;
  trash: number;
  removed: number;
}

/** How many comments are in each state, and how many of them readers report. */
export type CommentCounts = CommentTally & {
  reported: number;
};

/** A reader's comment; html is cleaned, text as it was typed. */
export interface Comment {
  id: string;
  parent_id: string | null;
  status: CommentState;
  author_name: string;
  author_email: string | null;
  author_url: string | null;
  is_staff: boolean;
  spam_score: number | null;
  reasons: Reason[];
  html: string;
  text: string;
  created_at: string;
  updated_at: string;
  post: {
    id: string;
    title: string;
    url: string;
  };
}

/** A comment with what readers say against it. */
export type ReportedComment = Comment & {
  reports: Report[];
};

/** Why the filter thinks what it thinks; a positive weight speaks for spam. */
export interface Reason {
  word: string;
  sentence: string;
  weight: number;
}

/** What a reader says against a comment. */
export interface Report {
  reason: "spam" | "abuse" | "private" | "illegal" | "other";
  words: string;
  at: string;
}

/** An objection to a decision. */
export interface Appeal {
  comment_id: string;
  words: string;
  at: string;
  status: CommentState | null;
  author_name: string | null;
  text: string | null;
}

/** Who moved a comment, when and why. */
export interface Decision {
  number: string;
  batch: string;
  comment_id: string;
  who: string;
  at: string;
  from: CommentState;
  to: CommentState;
  reason: string;
  undone: {
    who: string;
    at: string;
  } | null;
}

/** What the house knows of a comment's reader. */
export interface CommentHistory {
  email_fingerprint: string | null;
  address_fingerprint: string | null;
  comments: CommentTally;
  decisions: Decision[];
}

/** A reader who is shut out. */
export interface Ban {
  fingerprint: string;
  by: string;
  name: string;
  who: string;
  reason: string;
  created_at: string;
  until: string;
}

/** A site that moves in; `docs/admin-api.md` says what each state allows. */
export interface Import {
  id: string;
  name: string;
  created_at: string;
  state: MoveState;
  upload: {
    bytes: number;
    size: number;
  } | null;
  from: string | null;
  blog: string | null;
  media: boolean;
  format: string | null;
  progress: MoveProgress | null;
  rehearsal: ImportReport | null;
  report: ImportReport | null;
  error: string | null;
  can_undo: boolean;
  links: LinkReport | null;
}

/** What became of the addresses of an old site; of an import, the first hundred that are lost. */
export interface LinkReport {
  site: string;
  checked: number;
  answer: number;
  lead_on: number;
  lost: number;
  faults: {
    address: string;
    reason: string;
  }[];
}

/** A site as a zip. */
export interface Export {
  id: string;
  format: ExportFormat;
  created_at: string;
  state: MoveState;
  file: {
    name: string;
    bytes: number;
  } | null;
  progress: MoveProgress | null;
  report: unknown;
  error: string | null;
}

/** What an export can be. */
export type ExportFormat = "dateline" | "wordpress" | "ghost" | "markdown" | "static";

/** How far a move is. */
export type MoveState = "uploading" | "ready" | "rehearsing" | "importing" | "exporting" | "undoing" | "checking" | "done" | "failed" | "stopped";

/** What a move that has its turn is at; `null` while it waits. */
export interface MoveProgress {
  phase: "waiting" | "stories" | "comments" | "counting" | "files" | "writing" | "undoing" | "checking";
  stories: number;
  comments: number;
  files_stored: number;
  files_remote: number;
  bytes: number;
  bytes_total: number;
}

/** What an import found and did: the report of the command line. */
export interface ImportReport {
  format: string;
  site: string;
  posts: {
    published: number;
    draft: number;
    scheduled: number;
    trashed: number;
  };
  pages: {
    published: number;
    draft: number;
  };
  comments: {
    approved: number;
    pending: number;
    spam: number;
    removed: number;
    replies: number;
    mentions: number;
  };
  tags: number;
  authors: number;
  permalinks: number;
  redirects: number;
  media: {
    stored: number;
    already_there: number;
    remote: number;
  };
  problems: {
    line: number;
    entry: string;
    message: string;
    action: "skipped" | "imported" | "kept" | "stopped";
  }[];
  changed_rows: number;
  took_ms: number;
}

/** What lies in the inbox, the folder `import/` of the data folder. */
export interface Offered {
  name: string;
  bytes: number;
  folder: boolean;
}

/** A line of the log. */
export interface AuditLine {
  id: string;
  created_at: string;
  event: string;
  resource_type: string;
  resource_id: string | null;
  actor: {
    id: string;
    type: "user" | "integration";
    name: string;
  };
}

/** A theme of the installation; rules that it breaks are named when it is looked at alone. */
export interface Theme {
  name: string;
  id: string;
  package: unknown;
  active: boolean;
  templates?: unknown[];
  errors?: Rule[];
  warnings?: Rule[];
}

/** A rule that a theme breaks, with the places where it does. */
export interface Rule {
  code: string;
  rule: string;
  fatal: boolean;
  level: "error" | "warning";
  details?: string;
  failures: {
    ref: string;
    message?: string;
    rule?: string;
  }[];
}

/** A choice that the active theme offers. */
export interface ThemeSetting {
  id: string;
  key: string;
  type: string;
  options: string[] | null;
  default: unknown;
  value: unknown;
  visible: boolean;
  group?: string;
  description?: string;
  visibility?: string;
}

/** Answer: This description. */
export type ReadOpenapiJson = unknown;

/** Answer: The site's public facts. */
export interface ReadSite {
  site: Site;
}

/** Answer: Signs somebody in; the answer sets the cookie. */
export type AddSession = string;

/** Answer: What a browser is given to sign in by a passkey; the same for everybody. */
export interface AddSessionPasskeyChallenge {
  passkeys: [{
    publicKey: unknown;
  }];
}

/** Answer: Signs somebody in by a passkey; the answer sets the cookie. The credential is what toJSON() makes. */
export type AddSessionPasskey = string;

/** Answer: The devices on which the caller is signed in. */
export interface ReadSessions {
  sessions: Session[];
}

/** Answer: Whether the site has its first account. */
export interface ReadAuthenticationSetup {
  setup: [{
    status: boolean;
    title: string | null;
  }];
}

/** Answer: Makes the owner's account by a one-time link. */
export interface AddAuthenticationSetup {
  users: [User];
}

/** Answer: What an invitation's link says. */
export interface ReadAuthenticationInvitation {
  invitation: [Invitation];
}

/** Answer: Makes the account that an invitation promised. */
export interface AddAuthenticationInvitation {
  invitation: [{
    message: string;
  }];
}

/** Answer: Asks for a link by which to set a new password. */
export interface AddAuthenticationPasswordReset {
  password_reset: [{
    message: string;
  }];
}

/** Answer: Sets a password by a one-time link. */
export interface ChangeAuthenticationPasswordReset {
  password_reset: [{
    message: string;
  }];
}

/** Answer: The accounts of the staff. */
export interface ReadUsers {
  users: User[];
  meta: Meta;
}

/** Answer: The caller's own account. */
export interface ReadUsersMe {
  users: [User];
}

/** Answer: Changes the caller's own password; every other device is signed out. */
export interface ChangeUsersPassword {
  password: [{
    message: string;
  }];
}

/** Answer: An account by its slug. */
export interface ReadUsersSlugSlug {
  users: [User];
}

/** Answer: An account by its address. */
export interface ReadUsersEmailEmail {
  users: [User];
}

/** Answer: An account. */
export interface ReadUsersId {
  users: [User];
}

/** Answer: Changes an account. */
export interface ChangeUsersId {
  users: [User];
}

/** Answer: The roles. */
export interface ReadRoles {
  roles: Role[];
}

/** Answer: Open invitations. */
export interface ReadInvites {
  invites: Invite[];
  meta: {
    pagination: unknown;
  };
}

/** Answer: Invites somebody; the answer has the link, which nobody can tell again. */
export interface AddInvites {
  invites: [Invite];
}

/** Answer: The caller's passkeys. */
export interface ReadPasskeys {
  passkeys: Passkey[];
}

/** Answer: Keeps a passkey that a device has made. The credential is what toJSON() makes. */
export interface AddPasskeys {
  passkeys: [Passkey];
}

/** Answer: For whoever types the password: what a browser is given to make a passkey. */
export interface AddPasskeysChallenge {
  passkeys: [{
    publicKey: unknown;
  }];
}

/** Answer: Whether the caller has a second factor. */
export interface ReadSecondFactor {
  second_factor: [{
    on: boolean;
    recovery_codes_left: number;
  }];
}

/** Answer: Begins to set one up: the secret for a telephone. */
export interface AddSecondFactor {
  second_factor: [{
    secret: string;
    address: string;
  }];
}

/** Answer: Switches it on with a code of the telephone; the answer has the recovery codes. */
export interface ChangeSecondFactor {
  second_factor: [{
    on: boolean;
    recovery_codes: string[];
  }];
}

/** Answer: Programs that are told when something changes. */
export interface ReadWebhooks {
  webhooks: Webhook[];
}

/** Answer: Has a program told of an event. */
export interface AddWebhooks {
  webhooks: [Webhook];
}

/** Answer: Changes what a program is told. */
export interface ChangeWebhooksId {
  webhooks: [Webhook];
}

/** Answer: What a program was told, newest first. */
export interface ReadWebhooksIdDeliveries {
  deliveries: Delivery[];
}

/** Answer: Tells once more what did not arrive. */
export interface ChangeDeliveriesId {
  deliveries: [Delivery];
}

/** Answer: How often the caller hears by mail of what waits. */
export interface ReadDigest {
  digest: [Digest];
}

/** Answer: Sets how often the caller hears by mail of what waits. */
export interface ChangeDigest {
  digest: [Digest];
}

/** Answer: Whether letters can be sent, and which of them wait. */
export interface ReadMail {
  mail: [MailState];
}

/** Answer: Sends a letter to the caller, at once. */
export interface AddMailTest {
  mail: [{
    sent: boolean;
  }];
}

/** Answer: The site's settings. */
export interface ReadSettings {
  settings: Setting[];
  meta: unknown;
}

/** Answer: Changes settings, all that are sent or none. */
export interface ChangeSettings {
  settings: Setting[];
  meta: unknown;
}

/** Answer: Puts another routes file in its place. */
export interface AddSettingsRoutesYaml {
  meta: {
    moved: number;
    kept: number;
  };
}

/** Answer: The themes of the installation. */
export interface ReadThemes {
  themes: Theme[];
}

/** Answer: The active theme, with what the checker says of it. */
export interface ReadThemesActive {
  themes: [Theme];
}

/** Answer: Takes a theme in, as a zip. */
export interface AddThemesUpload {
  themes: [Theme];
}

/** Answer: Has the site printed with a theme. */
export interface ChangeThemesNameActivate {
  themes: [Theme];
}

/** Answer: What the active theme lets its owner choose. */
export interface ReadCustomThemeSettings {
  custom_theme_settings: ThemeSetting[];
}

/** Answer: Chooses, all that is sent or nothing. */
export interface ChangeCustomThemeSettings {
  custom_theme_settings: ThemeSetting[];
}

/** Answer: Old addresses and where they lead. */
export interface ReadRedirects {
  redirects: Redirect[];
}

/** Answer: Puts another list in its place, all of it or nothing. */
export interface ChangeRedirects {
  redirects: Redirect[];
}

/** Answer: The same as Ghost's file, or as YAML or CSV. */
export type ReadRedirectsDownload = Redirect[];

/** Answer: Puts a list from a file in its place: JSON, YAML or CSV. */
export interface AddRedirectsUpload {
  redirects: Redirect[];
}

/** Answer: How the installation is: versions, jobs, index, caches, room on the disk. */
export interface ReadStatus {
  status: Status;
}

/** Answer: Who did what, newest first. */
export interface ReadAudit {
  audit: AuditLine[];
  meta: Marks;
}

/** Answer: Sites that move in, newest first, and what lies in the inbox. */
export interface ReadImports {
  imports: Import[];
  inbox: Offered[];
}

/** Answer: Begins to move a site in: a file that will be sent, with its size, or what lies in the inbox. */
export interface AddImports {
  imports: [Import];
}

/** Answer: How far an import is. */
export interface ReadImportsId {
  imports: [Import];
}

/** Answer: A part of the file as it is. */
export interface ChangeImportsIdUpload {
  imports: [Import];
}

/** Answer: Reads and counts everything, and writes nothing. */
export interface ChangeImportsIdRehearse {
  imports: [Import];
}

/** Answer: Imports; goes on with one that was stopped or failed. */
export interface ChangeImportsIdStart {
  imports: [Import];
}

/** Answer: Ends an import between two transactions. */
export interface ChangeImportsIdStop {
  imports: [Import];
}

/** Answer: Takes an import back, while nothing else was written. */
export interface ChangeImportsIdUndo {
  imports: [Import];
}

/** Answer: Asks for every address that the old site had. */
export interface ChangeImportsIdCheck {
  imports: [Import];
}

/** Answer: What became of the old addresses; `as=csv` gives a file. */
export interface ReadImportsIdLinks {
  links: LinkReport;
}

/** Answer: Exports, newest first. */
export interface ReadExports {
  exports: Export[];
}

/** Answer: Makes an export to be downloaded. */
export interface AddExports {
  exports: [Export];
}

/** Answer: How far an export is. */
export interface ReadExportsId {
  exports: [Export];
}

/** Answer: Takes an export off the list that has not had its turn. */
export interface ChangeExportsIdStop {
  exports: [Export];
}

/** Answer: Stories, drafts too. */
export interface ReadPosts {
  posts: Post[];
  meta: Meta;
}

/** Answer: Begins a story. */
export interface AddPosts {
  posts: [Post];
}

/** Answer: Deletes all stories that a filter finds, each if the caller may. */
export interface DeletePosts {
  bulk: {
    action: string;
    meta: BulkDone;
  };
}

/** Answer: Does the same to all stories that a filter finds, each if the caller may. */
export interface ChangePostsBulk {
  bulk: {
    action: string;
    meta: BulkDone;
  };
}

/** Answer: A story by its slug. */
export interface ReadPostsSlugSlug {
  posts: [Post];
}

/** Answer: A story. */
export interface ReadPostsId {
  posts: [Post];
}

/** Answer: Changes a story, if it is still as it was at updated_at. */
export interface ChangePostsId {
  posts: [Post];
}

/** Answer: Copies a story as a new draft. */
export interface AddPostsIdCopy {
  posts: [Post];
}

/** Answer: The versions that others replaced, newest first. */
export interface ReadPostsIdRevisions {
  revisions: Revision[];
}

/** Answer: A version with its words, and what changed since. */
export interface ReadPostsIdRevisionsRevision {
  revisions: [RevisionRead];
}

/** Answer: Brings the words of a version back. */
export interface AddPostsIdRevisionsRevisionRestore {
  posts: [Post];
}

/** Answer: Who has the story open and writes. */
export interface ReadPostsIdLock {
  lock: EditLock | null;
}

/** Answer: Takes the story to write, renews the hold on it, or takes it over. */
export interface ChangePostsIdLock {
  lock: EditLock;
}

/** Answer: Links by which somebody without an account reads it. */
export interface ReadPostsIdPreviews {
  previews: Preview[];
}

/** Answer: Makes such a link; its address is only in this answer. */
export interface AddPostsIdPreviews {
  previews: [Preview];
}

/** Answer: Pages, drafts too. */
export interface ReadPages {
  pages: Page[];
  meta: Meta;
}

/** Answer: Begins a page. */
export interface AddPages {
  pages: [Page];
}

/** Answer: Deletes all pages that a filter finds, each if the caller may. */
export interface DeletePages {
  bulk: {
    action: string;
    meta: BulkDone;
  };
}

/** Answer: Does the same to all pages that a filter finds, each if the caller may. */
export interface ChangePagesBulk {
  bulk: {
    action: string;
    meta: BulkDone;
  };
}

/** Answer: A page by its slug. */
export interface ReadPagesSlugSlug {
  pages: [Page];
}

/** Answer: A page. */
export interface ReadPagesId {
  pages: [Page];
}

/** Answer: Changes a page, if it is still as it was at updated_at. */
export interface ChangePagesId {
  pages: [Page];
}

/** Answer: Copies a page as a new draft. */
export interface AddPagesIdCopy {
  pages: [Page];
}

/** Answer: The versions that others replaced, newest first. */
export interface ReadPagesIdRevisions {
  revisions: Revision[];
}

/** Answer: A version with its words, and what changed since. */
export interface ReadPagesIdRevisionsRevision {
  revisions: [RevisionRead];
}

/** Answer: Brings the words of a version back. */
export interface AddPagesIdRevisionsRevisionRestore {
  pages: [Page];
}

/** Answer: Who has the page open and writes. */
export interface ReadPagesIdLock {
  lock: EditLock | null;
}

/** Answer: Takes the page to write, renews the hold on it, or takes it over. */
export interface ChangePagesIdLock {
  lock: EditLock;
}

/** Answer: Links by which somebody without an account reads it. */
export interface ReadPagesIdPreviews {
  previews: Preview[];
}

/** Answer: Makes such a link; its address is only in this answer. */
export interface AddPagesIdPreviews {
  previews: [Preview];
}

/** Answer: Looks through all stories, drafts too, the best first. */
export interface ReadSearchPosts {
  posts: Post[];
  meta: SearchMeta;
}

/** Answer: Looks through all pages, drafts too, the best first. */
export interface ReadSearchPages {
  pages: Page[];
  meta: SearchMeta;
}

/** Answer: Pieces that editors put into stories. */
export interface ReadSnippets {
  snippets: Snippet[];
  meta: Meta;
}

/** Answer: Makes a piece. */
export interface AddSnippets {
  snippets: [Snippet];
}

/** Answer: A piece. */
export interface ReadSnippetsId {
  snippets: [Snippet];
}

/** Answer: Changes a piece; stories that have it stay. */
export interface ChangeSnippetsId {
  snippets: [Snippet];
}

/** Answer: The tags. */
export interface ReadTags {
  tags: Tag[];
  meta: Meta;
}

/** Answer: Makes a tag. */
export interface AddTags {
  tags: [Tag];
}

/** Answer: A tag by its slug. */
export interface ReadTagsSlugSlug {
  tags: [Tag];
}

/** Answer: A tag. */
export interface ReadTagsId {
  tags: [Tag];
}

/** Answer: Changes a tag. */
export interface ChangeTagsId {
  tags: [Tag];
}

/** Answer: Everybody under whose name stories are printed, guests too. */
export interface ReadAuthors {
  authors: Author[];
  meta: Meta;
}

/** Answer: Makes an author who has no account. */
export interface AddAuthors {
  authors: [Author];
}

/** Answer: An author. */
export interface ReadAuthorsId {
  authors: [Author];
}

/** Answer: Changes what is said of an author. */
export interface ChangeAuthorsId {
  authors: [Author];
}

/** Answer: Keys for programs, revoked ones too, without what they say. */
export interface ReadKeys {
  keys: Key[];
}

/** Answer: Makes a key; the answer has it, and nobody can tell it again. */
export interface AddKeys {
  keys: [Key];
}

/** Answer: What another page says of itself: a bookmark, or a player that a story may frame. */
export type ReadOembed = OEmbed;

/** Answer: What programs ask about the server. */
export interface ReadConfig {
  config: unknown;
}

/** Answer: Readers who signed up: none here. */
export interface ReadMembers {
  members: unknown[];
  meta: Meta;
}

/** Answer: Letters to members: none here. */
export interface ReadNewsletters {
  newsletters: unknown[];
  meta: Meta;
}

/** Answer: What members pay: nothing here. */
export interface ReadTiers {
  tiers: unknown[];
  meta: Meta;
}

/** Answer: Labels of members: none here. */
export interface ReadLabels {
  labels: unknown[];
  meta: Meta;
}

/** Answer: Offers to members: none here. */
export interface ReadOffers {
  offers: unknown[];
  meta: Meta;
}

/** Answer: Stores a picture. */
export interface AddImagesUpload {
  images: [{
    url: string;
    ref: string | null;
  }];
}

/** Answer: Stores sound or film. */
export interface AddMediaUpload {
  media: [{
    url: string;
    thumbnail_url: string | null;
    ref: string | null;
  }];
}

/** Answer: Stores the picture that stands for a film. */
export interface AddMediaThumbnailUpload {
  media: [{
    url: string;
    ref: string | null;
  }];
}

/** Answer: The same. */
export interface ChangeMediaThumbnailUpload {
  media: [{
    url: string;
    ref: string | null;
  }];
}

/** Answer: Stores a file to be taken away. */
export interface AddFilesUpload {
  files: [{
    url: string;
    ref: string | null;
  }];
}

/** Answer: The library. */
export interface ReadMedia {
  media: Media[];
  meta: Meta;
}

/** Answer: A file, with the stories that show it. */
export interface ReadMediaId {
  media: [Media];
}

/** Answer: Describes a file. */
export interface ChangeMediaId {
  media: [Media];
}

/** Answer: Comments in one state, newest first; without a filter those that wait. */
export interface ReadComments {
  comments: Comment[];
  meta: Marks;
}

/** Answer: Decides about many, all or none: those whose ids are sent, or the next 500 of the list that the address asks for. */
export interface ChangeCommentsBulk {
  bulk: {
    meta: {
      stats: {
        successful: number;
        unchanged: number;
      };
      batch: string;
      next: string | null;
    };
  };
}

/** Answer: How many are in each state. */
export interface ReadCommentsCounts {
  counts: CommentCounts;
}

/** Answer: Who decided what, newest first. */
export interface ReadCommentsLog {
  decisions: Decision[];
  meta: Marks;
}

/** Answer: Takes back what was decided in one go. */
export interface ChangeCommentsUndoBatch {
  undo: [{
    batch: string;
    restored: number;
    overruled: number;
  }];
}

/** Answer: Readers who are shut out. */
export interface ReadCommentsBans {
  bans: Ban[];
}

/** Answer: Comments that readers report, the most reported first. */
export interface ReadCommentsReported {
  comments: ReportedComment[];
}

/** Answer: Objections that wait for an answer, the oldest first. */
export interface ReadCommentsAppeals {
  appeals: Appeal[];
}

/** Answer: Answers an objection; granting it puts the comment back. */
export interface ChangeCommentsIdAppeal {
  appeals: [{
    comment_id: string;
    granted: boolean;
    answer: string;
  }];
}

/** Answer: The words a comment had before its writer changed them. */
export interface ReadCommentsIdVersions {
  versions: {
    replaced_at: string;
    text: string;
  }[];
}

/** Answer: What the filter was taught. */
export type ReadCommentsLessons = unknown;

/** Answer: How the reader's comments fared, and what was decided about this one. */
export interface ReadCommentsIdHistory {
  history: [CommentHistory];
}

/** Answer: Shuts a reader out for some days. */
export interface AddCommentsIdBan {
  bans: [Ban];
}

/** Answer: A comment. */
export interface ReadCommentsId {
  comments: [Comment];
}

/** Answer: Decides about a comment. */
export interface ChangeCommentsId {
  comments: [{
    id: string;
    status: CommentState;
    batch: string;
  }];
}

/** The paths that each method has, below the API. */
export interface Calls {
  GET:
    | "openapi.json/"
    | "site/"
    | "sessions/"
    | "authentication/setup/"
    | "authentication/invitation/"
    | "users/"
    | "users/me/"
    | `users/slug/${string}/`
    | `users/email/${string}/`
    | `users/${string}/`
    | "roles/"
    | "invites/"
    | "passkeys/"
    | "second_factor/"
    | "webhooks/"
    | `webhooks/${string}/deliveries/`
    | "digest/"
    | "mail/"
    | "settings/"
    | "settings/routes/yaml/"
    | "themes/"
    | "themes/active/"
    | `themes/${string}/download/`
    | "custom_theme_settings/"
    | "redirects/"
    | "redirects/download/"
    | "status/"
    | "audit/"
    | "imports/"
    | `imports/${string}/`
    | `imports/${string}/links/`
    | "exports/"
    | `exports/${string}/`
    | `exports/${string}/download/`
    | "posts/"
    | `posts/slug/${string}/`
    | `posts/${string}/`
    | `posts/${string}/revisions/`
    | `posts/${string}/revisions/${string}/`
    | `posts/${string}/lock/`
    | `posts/${string}/previews/`
    | "pages/"
    | `pages/slug/${string}/`
    | `pages/${string}/`
    | `pages/${string}/revisions/`
    | `pages/${string}/revisions/${string}/`
    | `pages/${string}/lock/`
    | `pages/${string}/previews/`
    | "search/posts/"
    | "search/pages/"
    | "snippets/"
    | `snippets/${string}/`
    | "tags/"
    | `tags/slug/${string}/`
    | `tags/${string}/`
    | "authors/"
    | `authors/${string}/`
    | "keys/"
    | "oembed/"
    | "config/"
    | "members/"
    | "newsletters/"
    | "tiers/"
    | "labels/"
    | "offers/"
    | "media/"
    | `media/${string}/`
    | "comments/"
    | "comments/counts/"
    | "comments/log/"
    | "comments/bans/"
    | "comments/reported/"
    | "comments/appeals/"
    | `comments/${string}/versions/`
    | "comments/lessons/"
    | `comments/${string}/history/`
    | `comments/${string}/`;
  POST:
    | "session/"
    | "session/passkey/challenge/"
    | "session/passkey/"
    | "authentication/setup/"
    | "authentication/invitation/"
    | "authentication/password_reset/"
    | "invites/"
    | "passkeys/"
    | "passkeys/challenge/"
    | "second_factor/"
    | "webhooks/"
    | "mail/test/"
    | "settings/routes/yaml/"
    | "themes/upload/"
    | "custom_theme_settings/preview/"
    | "redirects/upload/"
    | "imports/"
    | "exports/"
    | "posts/"
    | `posts/${string}/copy/`
    | `posts/${string}/revisions/${string}/restore/`
    | `posts/${string}/previews/`
    | "pages/"
    | `pages/${string}/copy/`
    | `pages/${string}/revisions/${string}/restore/`
    | `pages/${string}/previews/`
    | "snippets/"
    | "tags/"
    | "authors/"
    | "keys/"
    | "images/upload/"
    | "media/upload/"
    | "media/thumbnail/upload/"
    | "files/upload/"
    | `comments/${string}/ban/`;
  DELETE:
    | "session/"
    | "sessions/"
    | `sessions/${string}/`
    | `users/${string}/`
    | `invites/${string}/`
    | `passkeys/${string}/`
    | "second_factor/"
    | `webhooks/${string}/`
    | `themes/${string}/`
    | `imports/${string}/`
    | `exports/${string}/`
    | "posts/"
    | `posts/${string}/`
    | `posts/${string}/lock/`
    | `posts/${string}/previews/${string}/`
    | "pages/"
    | `pages/${string}/`
    | `pages/${string}/lock/`
    | `pages/${string}/previews/${string}/`
    | `snippets/${string}/`
    | `tags/${string}/`
    | `keys/${string}/`
    | `media/${string}/`
    | `comments/bans/${string}/`
    | `comments/${string}/reports/`
    | "comments/lessons/";
  PUT:
    | "authentication/password_reset/"
    | "users/password/"
    | `users/${string}/`
    | "second_factor/"
    | `webhooks/${string}/`
    | `deliveries/${string}/`
    | "digest/"
    | "settings/"
    | `themes/${string}/activate/`
    | "custom_theme_settings/"
    | "redirects/"
    | `imports/${string}/upload/`
    | `imports/${string}/rehearse/`
    | `imports/${string}/start/`
    | `imports/${string}/stop/`
    | `imports/${string}/undo/`
    | `imports/${string}/check/`
    | `exports/${string}/stop/`
    | "posts/bulk/"
    | `posts/${string}/`
    | `posts/${string}/lock/`
    | "pages/bulk/"
    | `pages/${string}/`
    | `pages/${string}/lock/`
    | `snippets/${string}/`
    | `tags/${string}/`
    | `authors/${string}/`
    | "media/thumbnail/upload/"
    | `media/${string}/`
    | "comments/bulk/"
    | `comments/undo/${string}/`
    | `comments/${string}/appeal/`
    | `comments/${string}/`;
}
