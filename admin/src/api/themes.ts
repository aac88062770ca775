import { call } from "./call";
import type * as Api from "./openapi";

export type { Rule } from "./openapi";

/** A theme of the installation, with what the desk reads of its manifest. */
export type Theme = Omit<Api.Theme, "package"> & { package: { version?: string; description?: string } };

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
export type ThemeSetting = Omit<Api.ThemeSetting, "value"> & { value: ThemeChoice | null };
export type ThemeChoice = string | boolean;
export type ThemeChoices = Record<string, ThemeChoice>;

/** Where a form with `choices` and `path` is answered with a page as it would be. */
export const THEME_PREVIEW = "/ghost/api/admin/custom_theme_settings/preview/";

export const readThemeSettings = async (): Promise<ThemeSetting[]> =>
  (await call<{ custom_theme_settings: ThemeSetting[] }>("GET", "custom_theme_settings/")).custom_theme_settings;

/** Changes some of them, all or none. @throws ApiFailure whose `property` is the one that does not fit */
export async function saveThemeSettings(changes: ThemeChoices): Promise<ThemeSetting[]> {
  const pairs = Object.entries(changes).map(([key, value]) => ({ key, value }));
  const body = { custom_theme_settings: pairs };
  return (await call<{ custom_theme_settings: ThemeSetting[] }>("PUT", "custom_theme_settings/", { body })).custom_theme_settings;
}
