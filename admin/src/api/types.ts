// The shapes of the Admin API that the desk reads, named as the desk speaks of them. They are those of the API's own
// description; dates are ISO 8601 in UTC, ids 24 hex digits.
import type * as Api from "./openapi";

export type { Correction, Pagination, PostStatus, RoleName, Site, Tag, User } from "./openapi";

export type Page<Name extends string, Item> = Record<Name, Item[]> & { meta: { pagination: Api.Pagination } };
export type One<Name extends string, Item> = Record<Name, [Item]>;

export type Role = Api.Role;
export type Author = Pick<Api.Author, "id" | "name" | "slug">;
export type PostKind = "posts" | "pages";

/** What a list shows of a story. */
export type PostCard = Pick<Api.Post, "id" | "title" | "status" | "url" | "featured" | "created_at" | "updated_at" | "published_at" | "tags"> & { authors: Author[] };

/** A story that was found by its words. */
export type FoundCard = PostCard & Pick<Api.Post, "found">;

/** A story with everything the editor edits. */
export type Post = PostCard &
  Pick<
    Api.Post,
    | "slug" | "custom_excerpt" | "excerpt" | "feature_image" | "feature_image_alt" | "feature_image_caption" | "feature_image_credit" | "feature_image_licence"
    | "feature_image_focus" | "dateline" | "embargo_until" | "unpublish_at" | "corrections" | "meta_title" | "meta_description" | "canonical_url"
    | "og_image" | "og_title" | "og_description" | "reading_time" | "locale"
  > & { html: string };

/** What is sent of a story; what is absent stays as it is. */
export type PostEdit = Pick<
  Api.PostEdit,
  | "title" | "slug" | "html" | "status" | "published_at" | "custom_excerpt" | "feature_image" | "feature_image_alt" | "feature_image_caption" | "feature_image_credit"
  | "feature_image_licence" | "feature_image_focus" | "featured" | "dateline" | "embargo_until" | "unpublish_at" | "meta_title" | "meta_description"
  | "canonical_url" | "og_image" | "og_title" | "og_description" | "locale"
> & { corrections?: Api.Correction[]; tags?: { id?: string; name: string }[]; authors?: { id?: string; name: string }[] };
