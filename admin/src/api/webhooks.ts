import { call } from "./call";
import type { Delivery, Webhook } from "./openapi";
import type { One } from "./types";

export type { Delivery, Webhook } from "./openapi";

/** Events that programs listen for, as Ghost names them; those of comments are our own. */
export const EVENTS = [
  "site.changed",
  "post.added", "post.edited", "post.deleted", "post.published", "post.published.edited", "post.unpublished", "post.scheduled", "post.unscheduled", "post.rescheduled",
  "page.added", "page.edited", "page.deleted", "page.published", "page.published.edited", "page.unpublished", "page.scheduled", "page.unscheduled", "page.rescheduled",
  "tag.added", "tag.edited", "tag.deleted",
  "comment.added", "comment.published", "comment.unpublished", "comment.edited", "comment.deleted",
] as const;

export type WebhookEdit = Pick<Webhook, "event" | "target_url" | "name" | "secret">;

export const listWebhooks = async (): Promise<Webhook[]> => (await call<{ webhooks: Webhook[] }>("GET", "webhooks/")).webhooks;

export async function addWebhook(edit: WebhookEdit): Promise<Webhook> {
  return (await call<One<"webhooks", Webhook>>("POST", "webhooks/", { body: { webhooks: [edit] } })).webhooks[0];
}

export const deleteWebhook = (id: string): Promise<void> => call("DELETE", `webhooks/${id}/`);

/** The last hundred, newest first. */
export const listDeliveries = async (id: string): Promise<Delivery[]> => (await call<{ deliveries: Delivery[] }>("GET", `webhooks/${id}/deliveries/`)).deliveries;

export const deliverAgain = (id: string): Promise<void> => call("PUT", `deliveries/${id}/`);
