// Where a page of Dateline differs from Ghost's with the same theme, line by line of its outline, and why.

/** The thread with its form: ours is part of the page, Ghost's is drawn by a script from elsewhere. */
export const THREAD = /<section\b[^>]*id="comments"[\s\S]*?<\/section>/g;

export const KNOWN = [
  { at: /^- <meta name="referrer">/, why: "a header says it, and more strictly" },
  { at: /^- <link rel="webmention">/, why: "mentions are imported and shown; none are received at an address of that kind" },
  { at: /^- <meta property="og:image:(width|height)">/, why: "sizes of foreign pictures are not looked up while a page is printed" },
  { at: /^[-+] <link rel="alternate">/, why: "Atom, RSS and JSON Feed here; RSS, and Markdown of a story, there" },
  { at: /^[-+] <link rel="(stylesheet|preload)">/, why: "the sheet for cards comes where a story has cards, the one for comments where it has a form" },
  { at: /^[-+] (Ana Reis - The Arvel Mercury|Ana Reis, reporter)$/, on: /^\/author\//, why: "an author's own title for search engines counts; Ghost keeps it and prints it nowhere" },
  { at: /^[-+] <img alt="Bridge" class="kg-image"/, on: /^\/cards\//, why: "pictures in a story have their path, which holds under every name of the site" },
  { at: /^\+ <meta name="robots">/, why: "what is not there is not to be indexed" },
  { at: /^[-+] Page not found\.?$/, why: "Ghost ends the sentence on a page beyond the last one, and on no other" },
  { at: /./, on: /^\/nowhere\//, without: ["error-404.hbs", "error-4xx.hbs", "error.hbs"], why: "Ghost's page for errors stands outside of a theme that has none; ours stands inside, with ways on" },
];
