// A key that a device keeps: made, used in the place of the password, taken away. The device is the browser's own virtual one.
import assert from "node:assert/strict";
import { violations } from "./access.mjs";
import { goTo, signIn } from "./desk.mjs";

/** A device that says yes to whatever it is asked, as a finger on its sensor would. */
async function giveDevice(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", { options });
  const credentials = async () => (await tools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const setVerified = (isUserVerified) => tools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { credentials, setVerified };
}

async function signOut(page) {
  await page.locator("#sections").getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

/** Browsers bind no key to a number: the walk is made under a name. */
const named = (site) => site.address.replace("127.0.0.1", "localhost");

export const walks = {
  "a device signs its owner in until its key is deleted": {
    staff: true,
    at: named,
    walk: async ({ page }, site) => {
      const device = await giveDevice(page);
      const { email, password } = await site.owner();
      const wrong = page.getByRole("alert");
      await page.goto("/admin/");
      await page.getByRole("button", { name: "Use a passkey" }).click();
      await wrong.filter({ hasText: "No key was made or used" }).waitFor();

      await signIn(page, { email, password });
      await goTo(page, "/account");
      await page.getByRole("button", { name: "Add a passkey" }).click();
      await page.locator("#passkey-password").fill("not the password");
      await page.getByRole("button", { name: "Make it on this device" }).click();
      await page.locator(".notice.is-failure").waitFor();
      assert.equal((await device.credentials()).length, 0, "a key was made without the password");
      await page.locator("#passkey-password").fill(password);
      await page.getByRole("button", { name: "Make it on this device" }).click();
      await page.getByText("This device signs you in from now on.").waitFor();
      const [key] = await device.credentials();
      assert.equal(key.rpId, "localhost");
      assert.equal(key.isResidentCredential, true);

      await signOut(page);
      await page.getByRole("button", { name: "Use a passkey" }).click();
      await page.getByRole("heading", { level: 1, name: "My account" }).waitFor();
      await page.getByRole("button", { name: /^Delete the passkey/ }).click();
      await page.getByText("That key opens nothing any more.").waitFor();
      await signOut(page);
      await page.getByRole("button", { name: "Use a passkey" }).click();
      await wrong.filter({ hasText: "is not right" }).waitFor();
      assert.equal(await page.getByRole("heading", { name: "Sign in" }).isVisible(), true);
      // At the end: the checker's own line to the browser takes the virtual device away.
      assert.deepEqual(await violations(page), []);
    },
  },

  "a device that does not know its person opens nothing": {
    staff: true,
    at: named,
    walk: async ({ page }, site) => {
      const device = await giveDevice(page);
      const { password, ...owner } = await site.owner();
      await signIn(page, { password, ...owner });
      await goTo(page, "/account");
      await page.getByRole("button", { name: "Add a passkey" }).click();
      await page.locator("#passkey-password").fill(password);
      await page.getByRole("button", { name: "Make it on this device" }).click();
      await page.getByText("This device signs you in from now on.").waitFor();
      await signOut(page);
      await device.setVerified(false);
      await page.getByRole("button", { name: "Use a passkey" }).click();
      await page.getByRole("alert").waitFor();
      assert.equal(await page.getByRole("heading", { name: "Sign in" }).isVisible(), true);
    },
  },
};
