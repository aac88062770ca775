import { call } from "./call";

/** A theme of the installation. */
export interface Theme {
  /** Its name; with its version where a later one has the same name. */
  name: string;
  /** Its name with its version, by which it is told from every other. */
  id: string;
  package: { version?: string; description?: string; author?: { name?: string } };
  active: boolean;
  warnings?: Rule[];
  errors?: Rule[];
}

/** A rule that a theme breaks, with the places where it does. */
export interface Rule {
  code: string;
  rule: string;
  fatal: boolean;
  level: "error" | "warning";
  failures: { ref: string; message: string }[];
}

export const listThemes = async (): Promise<Theme[]> => (await call<{ themes: Theme[] }>("GET", "themes/")).themes;

/** Sends a theme in. @throws ApiFailure whose `rules` say what is wrong with it */
export async function uploadTheme(file: File): Promise<Theme> {
  const form = new FormData();
  form.set("file", file, file.name);
  return (await call<{ themes: [Theme] }>("POST", "themes/upload/", { body: form })).themes[0];
}

export const activateTheme = (id: string): Promise<void> => call("PUT", `themes/${encodeURIComponent(id)}/activate/`);

export const deleteTheme = (id: string): Promise<void> => call("DELETE", `themes/${encodeURIComponent(id)}/`);

/** Where the theme lies as a zip. */
export const themeArchive = (id: string): string => `/ghost/api/admin/themes/${encodeURIComponent(id)}/download/`;

/** A setting that the active theme offers. */
export interface ThemeSetting {
  key: string;
  type: "select" | "boolean" | "color" | "image" | "text";
  options: string[] | null;
  default: string | boolean | null;
  value: string | boolean | null;
  /** Whether it means something beside the other choices. */
  visible: boolean;
  group?: string;
  description?: string;
}

export const readThemeSettings = async (): Promise<ThemeSetting[]> =>
  (await call<{ custom_theme_settings: ThemeSetting[] }>("GET", "custom_theme_settings/")).custom_theme_settings;

/** Changes some of them, all or none. @throws ApiFailure whose `property` is the one that does not fit */
export async function saveThemeSettings(changes: Record<string, string | boolean>): Promise<ThemeSetting[]> {
  const pairs = Object.entries(changes).map(([key, value]) => ({ key, value }));
  const body = { custom_theme_settings: pairs };
  return (await call<{ custom_theme_settings: ThemeSetting[] }>("PUT", "custom_theme_settings/", { body })).custom_theme_settings;
}
