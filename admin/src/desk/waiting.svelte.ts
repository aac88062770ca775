import { countComments, type Counts } from "../api/comments";

/** How many comments are in each state: shown in the navigation and at the conveyor, which counts them down. */
class Waiting {
  counts = $state<Counts>({ pending: 0, approved: 0, spam: 0, trash: 0, removed: 0, reported: 0 });

  get comments(): number {
    return this.counts.pending;
  }

  /** Asks the server. @throws ApiFailure */
  async look(): Promise<void> {
    this.counts = await countComments();
  }
}

export const waiting = new Waiting();
