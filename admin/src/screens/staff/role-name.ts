import type { RoleName } from "../../api/types";
import { t } from "../../desk/words.svelte";

/** A role in the desk's language. */
export const roleName = (role: RoleName): string => t(`role-${role.toLowerCase()}`);
