import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EditLock } from "../../api/openapi";
import { Hold, LOOK, type Gate } from "./hold.svelte";

/** A server with one story and no clock: a hold lasts until it is let go or taken. */
class TestGate implements Gate {
  holder: string | null = null;
  isAway = false;

  hold = async (_kind: unknown, _id: string, holder: string, takeOver: boolean): Promise<EditLock> => {
    if (this.isAway) throw new Error("away");
    if (this.holder === null || takeOver) this.holder = holder;
    return { post_id: "a", user_id: null, name: `Ana at ${this.holder}`, taken_at: "", expires_at: "", mine: this.holder === holder };
  };
  letGo = async (_kind: unknown, _id: string, holder: string): Promise<void> => {
    if (this.holder === holder) this.holder = null;
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the second to open a story reads, and writes after taking it over; the first one hears of it", async () => {
  const gate = new TestGate();
  const [first, second] = [new Hold("posts", gate, "desk"), new Hold("posts", gate, "train")];
  await first.take("a");
  await second.take("a");
  expect([first.theirs, second.theirs?.name, second.wasTaken]).toEqual([null, "Ana at desk", false]);
  await second.takeOver();
  expect(second.theirs).toBeNull();
  await vi.advanceTimersByTimeAsync(LOOK);
  expect([first.theirs?.name, first.wasTaken]).toEqual(["Ana at train", true]);
  second.leave();
  await vi.advanceTimersByTimeAsync(LOOK);
  expect([first.theirs, first.wasTaken, gate.holder]).toEqual([null, false, "desk"]);
  first.leave();
});

test("whoever never had it lets nothing go, and a server that is away takes nothing away", async () => {
  const gate = new TestGate();
  const [first, second] = [new Hold("posts", gate, "desk"), new Hold("posts", gate, "train")];
  await first.take("a");
  await second.take("a");
  second.leave();
  expect(gate.holder).toBe("desk");
  gate.isAway = true;
  await vi.advanceTimersByTimeAsync(3 * LOOK);
  expect(first.theirs).toBeNull();
  first.leave();
});
