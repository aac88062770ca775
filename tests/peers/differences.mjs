// Where Dateline answers a client of Ghost in another shape than Ghost does, and why. `at` is held against a line such as
// `admin: users | body.users[].tour: Ghost null, Dateline nothing`; the first that fits counts. `docs/ghost-clients.md`
// says the same to people.

const OWN = "dateline|comments_open|saved_by|feature_image_credit|feature_image_licence|feature_image_focus|embargo_until|unpublish_at|corrections|locale";
const ACCOUNT = "email|accessibility|status|tour|last_seen|[a-z_]*notifications?|created_at|updated_at|roles";
const MAILED = "members_support_address|default_email_address|support_email_address|portal_(button_style|button_signup_text|default_plan|signup_gift_promotion|account_gift_promotion|plans)|transistor_portal_[a-z_]+";

export const KNOWN = [
  { at: new RegExp(`body\\.(posts|pages)\\[\\]\\.(${OWN}): Ghost nothing`), why: "what a newspaper has beside Ghost's fields; see admin-api.md" },
  { at: /body\.(users\[\]\.author_id|themes\[\]\.(id|errors)): Ghost nothing/, why: "ours: as whom somebody signs, which version of a theme it is, what its author should mend" },
  { at: new RegExp(`(authors\\[\\]|primary_author)\\.(${ACCOUNT}): Ghost .*, Dateline nothing`), why: "an author is a byline and may have no account; what belongs to an account is in users/, for who may see the staff" },
  { at: /body\.users\[\]\.(accessibility|tour|last_seen|[a-z_]*notifications?): /, why: "preferences of Ghost's own screens and letters; the devices somebody uses are in sessions/" },
  { at: /body\.users\[\]\.roles\[\]\.(created_at|updated_at): /, why: "roles are not rows: nobody makes or changes them" },
  { at: /admin: users \| body\.users/, why: "an import makes authors, not accounts: nobody can sign in who was not invited" },
  { at: /tiers: Ghost list of 2, Dateline list of 0|tiers: Ghost nothing, Dateline list of 0|newsletters: Ghost list of 1, Dateline list of 0/, why: "there are no memberships: their lists are empty" },
  { at: /^admin: member is made \|/, why: "there are no memberships: making a member is refused" },
  { at: new RegExp(`body\\.settings\\.(${MAILED}): `), why: "settings of memberships and of their portal: null, or not there" },
  { at: /body\.(config|settings)\.(labs\.|signupForm)/, why: "switches of what Ghost tries out, and a form for sign-ups" },
  { at: /body\.posts\[\]\.(newsletter|email|count): Ghost nothing/, why: "Ghost leaves these out where include is given; here they are always there" },
  { at: /reading_time: Ghost nothing, Dateline whole number/, why: "Ghost leaves the reading time out where it has no text at hand; here it is always there" },
  { at: /plaintext: Ghost nothing, Dateline empty text/, why: "Ghost leaves the plain text of a story without words out" },
  { at: /^admin: .*body\.posts\[\]\.excerpt: Ghost null, Dateline empty text/, why: "the desk reads texts; the Content API says null" },
  { at: /far beyond the end \| (body|client)\.meta\.pagination\.(next|prev): /, why: "Ghost names a next page after the last one, so that a program never ends" },
  { at: /errors\[\]\.property: Ghost null, Dateline text/, why: "we say which field or parameter is wrong" },
  { at: /(errors\[\]|client)\.code: Ghost text, Dateline null/, why: "the code of Ghost's database" },
  { at: /somebody's change \| body\.errors\[\]\.details: Ghost object/, why: "ours has both versions and a merge; Ghost's dates arrive as empty objects" },
  { at: /status that is none .*allowedValues/, why: "no story is only sent" },
  { at: /theme that is none \| body\.errors\[\]\.context/, why: "we say what could not be done and why, as in every other refusal" },
  { at: /broken theme is sent \| body\.errors\[\]\.details\.path/, why: "nobody outside needs to know a path of the server" },
  { at: /broken theme is sent \| body\.errors\[\]\.details\.errors/, why: "one mistake is told once; Ghost tells that a template cannot be read for each rule" },
  { at: /failures\[\]\.(rule|message): Ghost nothing/, why: "each failure has its sentence and its rule" },
  { at: /heads\.x-cache-invalidate/, why: "previews are kept nowhere, and a tag without stories is on no page" },
  { at: /webhook is made \| heads\.location/, why: "what was made can be found" },
];
