import { ApiFailure, failureOf } from "./failure";
import type { Calls } from "./openapi";

const BASE = "/ghost/api/admin/";
/** After this many milliseconds without an answer the request counts as failed. */
const PATIENCE = 30_000;

/** Who hears that the session has ended, whichever request noticed it. */
let onSignedOut: () => void = () => {};
export const whenSignedOut = (hear: () => void): void => void (onSignedOut = hear);

type Query = Record<string, string | number | undefined>;

interface Request {
  query?: Query;
  /** Sent as JSON; a form and a piece of a file are sent as they are. */
  body?: unknown;
  /** Lets the browser finish the request although the page goes away. */
  keepalive?: boolean;
}

/** One request to the Admin API, which has such a route. @throws ApiFailure */
export async function call<Answer>(method: "GET", path: Calls["GET"], request?: Request): Promise<Answer>;
export async function call<Answer>(method: "POST", path: Calls["POST"], request?: Request): Promise<Answer>;
export async function call<Answer>(method: "PUT", path: Calls["PUT"], request?: Request): Promise<Answer>;
export async function call<Answer>(method: "DELETE", path: Calls["DELETE"], request?: Request): Promise<Answer>;
export async function call<Answer>(method: string, path: string, request: Request = {}): Promise<Answer> {
  const answer = await send(method, address(path, request.query), request);
  if (!answer.ok) {
    const failure = await failureOf(answer);
    if (failure.isSignedOut && !path.startsWith("session/")) onSignedOut();
    throw failure;
  }
  const text = await answer.text();
  // The one place where the shape of an answer is believed; the shapes are those of `openapi.ts`.
  const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
  return (isJson && text !== "" ? JSON.parse(text) : undefined) as Answer;
}

function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const search = parameters.toString();
  return `${BASE}${path}${search === "" ? "" : `?${search}`}`;
}

async function send(method: string, url: string, { body, keepalive }: Request): Promise<Response> {
  const isForm = body instanceof FormData || body instanceof Blob;
  const headers: Record<string, string> = { accept: "application/json", "accept-version": "v6.0" };
  if (body instanceof Blob) headers["content-type"] = "application/octet-stream";
  else if (body !== undefined && !isForm) headers["content-type"] = "application/json";
  try {
    return await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(isForm ? 10 * PATIENCE : PATIENCE),
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      ...(keepalive === true ? { keepalive } : {}),
    });
  } catch {
    throw new ApiFailure(0, null, "");
  }
}
