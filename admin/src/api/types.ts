// The shapes of the Admin API that the desk reads; dates are ISO 8601 in UTC, ids 24 hex digits.

export interface Pagination {
  page: number;
  pages: number;
  limit: number;
  total: number;
  next: number | null;
  prev: number | null;
}

export type Page<Name extends string, Item> = Record<Name, Item[]> & { meta: { pagination: Pagination } };
export type One<Name extends string, Item> = Record<Name, [Item]>;

export interface Site {
  title: string;
  description: string | null;
  locale: string;
  /** An IANA name such as `Europe/Lisbon`. */
  timezone: string;
  url: string;
}

export type RoleName = "Contributor" | "Author" | "Editor" | "Administrator" | "Owner" | "Moderator";

export interface Role {
  id?: string;
  name: RoleName;
}

export interface User {
  id: string;
  name: string;
  slug: string;
  email: string;
  status: "active" | "inactive";
  roles?: Role[];
  created_at: string;
  last_seen?: string | null;
}

export interface Tag {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  visibility: "public" | "internal";
  count?: { posts: number };
}

export interface Author {
  id: string;
  name: string;
  slug: string;
}

export type PostStatus = "draft" | "scheduled" | "published";
export type PostKind = "posts" | "pages";

/** What a list shows of a story. */
export interface PostCard {
  id: string;
  title: string;
  status: PostStatus;
  url: string;
  featured: boolean;
  created_at: string;
  updated_at: string;
  published_at: string | null;
  tags: Tag[];
  authors: Author[];
}

/** A story that was found by its words. */
export interface FoundCard extends PostCard {
  /** The passage that has them, without markup. Missing where all stories are listed. */
  found?: { text: string };
}

/** A story with everything the editor edits. */
export interface Post extends PostCard {
  slug: string;
  html: string;
  custom_excerpt: string | null;
  excerpt: string | null;
  feature_image: string | null;
  feature_image_alt: string | null;
  feature_image_caption: string | null;
  meta_title: string | null;
  meta_description: string | null;
  canonical_url: string | null;
  og_image: string | null;
  og_title: string | null;
  og_description: string | null;
  reading_time: number;
  locale: string | null;
}

/** What is sent of a story; what is absent stays as it is. */
export type PostEdit = Partial<
  Pick<
    Post,
    | "title"
    | "slug"
    | "html"
    | "status"
    | "published_at"
    | "custom_excerpt"
    | "feature_image"
    | "feature_image_alt"
    | "feature_image_caption"
    | "featured"
    | "meta_title"
    | "meta_description"
    | "canonical_url"
    | "og_image"
    | "og_title"
    | "og_description"
    | "locale"
  >
> & { tags?: { id?: string; name: string }[]; authors?: { id?: string; name: string }[] };
