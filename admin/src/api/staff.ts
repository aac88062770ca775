import { call } from "./call";
import type { Invitation, Invite, Session as Device } from "./openapi";
import type { One, Page, Role, User } from "./types";

export type { Invitation, Invite, Session as Device } from "./openapi";

/** What an invitation's link says; it is not valid when it has expired or was used. */
export async function readInvitation(token: string): Promise<Invitation> {
  const answer = await call<{ invitation: [Invitation] }>("GET", "authentication/invitation/", { query: { token } });
  return answer.invitation[0];
}

export interface AcceptedInvitation {
  name: string;
  password: string;
  /** From the link in the invitation. */
  token: string;
}

/** Makes the account that an invitation promised, and signs it in. @throws ApiFailure */
export const acceptInvitation = (invitation: AcceptedInvitation): Promise<void> =>
  call("POST", "authentication/invitation/", { body: { invitation: [invitation] } });

/** Sets a password by a one-time link. @throws ApiFailure */
export const resetPassword = (token: string, password: string): Promise<void> =>
  call("PUT", "authentication/password_reset/", { body: { password_reset: [{ token, newPassword: password, ne2Password: password }] } });

export const listUsers = (): Promise<Page<"users", User>> =>
  call("GET", "users/", { query: { include: "roles", limit: 100 } });

/** The roles that the person who asks may give. */
export async function assignableRoles(): Promise<Role[]> {
  return (await call<{ roles: Role[] }>("GET", "roles/", { query: { permissions: "assign" } })).roles;
}

export type UserEdit = Partial<Pick<User, "name" | "email" | "status">> & { roles?: [{ id: string }] };

export async function saveUser(id: string, edit: UserEdit): Promise<User> {
  return (await call<One<"users", User>>("PUT", `users/${id}/`, { body: { users: [edit] } })).users[0];
}

export const deleteUser = (id: string): Promise<void> => call("DELETE", `users/${id}/`);

export async function listInvites(): Promise<Invite[]> {
  return (await call<Page<"invites", Invite>>("GET", "invites/")).invites;
}

export async function invite(email: string, roleId: string): Promise<Invite> {
  return (await call<One<"invites", Invite>>("POST", "invites/", { body: { invites: [{ email, role_id: roleId }] } })).invites[0];
}

export const withdrawInvite = (id: string): Promise<void> => call("DELETE", `invites/${id}/`);

export async function listDevices(): Promise<Device[]> {
  return (await call<{ sessions: Device[] }>("GET", "sessions/")).sessions;
}

export const endDevice = (id: string): Promise<void> => call("DELETE", `sessions/${id}/`);
export const endAllDevices = (): Promise<void> => call("DELETE", "sessions/");

/** Changes the own password; every other device is signed out. @throws ApiFailure when the old one is not right */
export const changePassword = (userId: string, oldPassword: string, newPassword: string): Promise<void> =>
  call("PUT", "users/password/", { body: { password: [{ user_id: userId, oldPassword, newPassword, ne2Password: newPassword }] } });
