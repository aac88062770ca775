import { ApiFailure } from "../api/failure";
import { t } from "./words.svelte";

/** A failure as a sentence for the person at the desk: what happened, and what is safe. */
export function sentence(failure: unknown): string {
  if (!(failure instanceof ApiFailure)) return t("failure-unexpected");
  if (failure.isAway) return t("failure-away");
  if (failure.isSignedOut) return t("failure-signed-out");
  if (failure.isConflict) return t("failure-conflict");
  if (failure.status === 403) return t("failure-forbidden");
  if (failure.status === 404) return t("failure-gone");
  if (failure.status === 429) return t("failure-too-often");
  if (failure.status >= 500) return t("failure-server");
  return t("failure-refused", { reason: failure.message });
}
