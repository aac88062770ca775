// Text becomes a document here and nowhere else: one apart from ours, in which nothing runs and nothing is loaded.

interface TrustedPolicy {
  createHTML(text: string): string;
}
interface TrustedFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): TrustedPolicy;
}

// Browsers with Trusted Types let only a named policy do this; the page's own policy allows this name.
const factory = (globalThis as { trustedTypes?: TrustedFactory }).trustedTypes;
const policy = factory?.createPolicy("dateline", { createHTML: (text) => text });

/** The body of `html`, in an inert document of its own. */
export function parseHtml(html: string): HTMLElement {
  // A comment before any text would otherwise stand outside the body, and a jump break is a comment.
  const page = `<!doctype html><body>${html}`;
  return new DOMParser().parseFromString(policy?.createHTML(page) ?? page, "text/html").body;
}
