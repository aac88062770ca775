// Who is at the desk, and for which site.
import { whenSignedOut } from "../api/call";
import { ApiFailure } from "../api/failure";
import { signOut, whoAmI } from "../api/session";
import { readSite } from "../api/site";
import type { RoleName, Site, User } from "../api/types";

/** Lowest first; each may do what the ones before it may. Moderators see comments alone. */
const LADDER: readonly RoleName[] = ["Contributor", "Author", "Editor", "Administrator", "Owner"];

class Account {
  /** `asking` until the server has said who we are. */
  state = $state<"asking" | "out" | "in">("asking");
  user = $state.raw<User | null>(null);
  site = $state.raw<Site | null>(null);
  /** The session ended while somebody was at work: the work stays, and they sign in over it. */
  hasLapsed = $state(false);

  readonly role = $derived(this.user?.roles?.[0]?.name ?? "Contributor");

  constructor() {
    whenSignedOut(() => {
      if (this.state === "in") this.hasLapsed = true;
    });
  }

  /** Asks the server who is signed in. @throws ApiFailure when it does not answer */
  async ask(): Promise<void> {
    try {
      const [site, user] = await Promise.all([readSite(), whoAmI()]);
      this.site = site;
      this.user = user;
      this.state = "in";
      this.hasLapsed = false;
    } catch (failure) {
      const isNobody = failure instanceof ApiFailure && (failure.isSignedOut || failure.status === 403 || failure.status === 404);
      if (!isNobody) throw failure;
      this.site ??= await readSite();
      this.state = "out";
    }
  }

  async leave(): Promise<void> {
    await signOut();
    this.user = null;
    this.state = "out";
  }

  /** Whether the role is at least `least`. The server decides; this only hides what it would refuse. */
  isAtLeast(least: RoleName): boolean {
    return LADDER.indexOf(this.role) >= LADDER.indexOf(least);
  }

  get mayModerate(): boolean {
    return this.role === "Moderator" || this.isAtLeast("Editor");
  }

  get mayWrite(): boolean {
    return this.role !== "Moderator";
  }
}

export const account = new Account();
