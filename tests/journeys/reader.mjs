// A reader: a browser page that notes what no reader's page may do.
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/**
 * Opens a page on the site. Scripts are off unless asked for, as the site must do without. A member of the `staff` has a
 * cookie, and is refused by the desk's own API while not signed in or when somebody else saved first.
 * `complaints` fills with third-party requests, missing parts, console errors and policy violations.
 */
export async function openReader(browser, address, { scripts = false, staff = false, scheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    javaScriptEnabled: scripts || staff,
    locale: "en-GB",
    colorScheme: scheme,
    viewport: { width, height: 900 },
  });
  context.setDefaultTimeout(30_000); // two processors may be busy with anything
  const page = await context.newPage();
  const complaints = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !url.startsWith("data:")) complaints.push(`third-party request to ${url}`);
  });
  page.on("response", (response) => {
    const part = !response.request().isNavigationRequest();
    if (staff && [401, 403, 409, 422].includes(response.status()) && response.url().includes("/ghost/api/admin/")) return;
    // Chromium asks for /favicon.ico by itself; a site may have none.
    if (part && response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  page.on("console", (message) => {
    const answered = message.text().startsWith("Failed to load resource"); // judged as a response above
    // In the frame of a theme's preview no script is to run, and the browser says so of each.
    const boxedIn = staff && /^Blocked script execution in .* because the document's frame is sandboxed/.test(message.text());
    if (message.type() === "error" && !answered && !boxedIn) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));

  /** Ends the visit; throws when the site did something to complain about. */
  const leave = async () => {
    const cookies = await context.cookies();
    // Posting a comment, and nothing else, leaves a cookie: it says whose the comment is.
    const others = cookies.filter(({ name }) => !name.startsWith("dateline-own-"));
    if (others.length > 0 && !staff) complaints.push(`cookies: ${others.map((cookie) => cookie.name).join(", ")}`);
    await context.close();
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
  };
  return { page, context, leave };
}
