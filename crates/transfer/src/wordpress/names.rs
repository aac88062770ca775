//! Namespaces and elements of WXR. The namespace counts in any of its versions, the prefix does not.

use crate::xml::Namespace;

/// The namespaces that say something to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Rss,
    Wp,
    Content,
    Excerpt,
    Dc,
    Other,
}

impl Namespace for Space {
    fn of_address(address: &str) -> Self {
        let address = address.trim().trim_start_matches("https://").trim_start_matches("http://");
        match address.trim_end_matches('/') {
            "" => Self::Rss,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/dc/elements/1.1" => Self::Dc,
            bare if bare.starts_with("wordpress.org/export/") && bare.ends_with("/excerpt") => Self::Excerpt,
            _ if address.starts_with("wordpress.org/export/") => Self::Wp,
            _ => Self::Other,
        }
    }

    fn of_usual_prefix(prefix: &str) -> Self {
        match prefix {
            "" => Self::Rss,
            "wp" => Self::Wp,
            "content" => Self::Content,
            "excerpt" => Self::Excerpt,
            "dc" => Self::Dc,
            _ => Self::Other,
        }
    }
}

/// Where the text of an element goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Head(HeadField),
    Term(TermField),
    Item(Field),
    Category,
    MetaKey,
    MetaValue,
    Comment(CommentField),
}

/// Declares an enum of texts with the element that each is read from.
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident { $($field:ident = $space:ident $local:literal $(| $other:literal)*,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $name { $($field),+ }

        impl $name {
            /// How many there are.
            pub(super) const COUNT: usize = [$(Self::$field),+].len();

            /// The field that an element holds.
            pub(super) fn of(space: Space, local: &str) -> Option<Self> {
                match (space, local) {
                    $((Space::$space, $local $(| $other)*) => Some(Self::$field),)+
                    _ => None,
                }
            }
        }
    };
}

fields! {
    /// What the channel says of the site.
    HeadField {
        Title = Rss "title",
        Link = Rss "link",
        Description = Rss "description",
        Language = Rss "language",
        Date = Rss "pubDate",
        SiteUrl = Wp "base_site_url",
        BlogUrl = Wp "base_blog_url",
    }
}

fields! {
    /// What is said of an author or a term.
    TermField {
        Id = Wp "term_id" | "author_id",
        Slug = Wp "category_nicename" | "tag_slug" | "term_slug" | "author_login",
        Name = Wp "cat_name" | "tag_name" | "term_name" | "author_display_name",
        Parent = Wp "category_parent" | "term_parent",
        Description = Wp "category_description" | "tag_description" | "term_description",
        Taxonomy = Wp "term_taxonomy",
    }
}

fields! {
    /// What is said of an item.
    Field {
        Title = Rss "title",
        Link = Rss "link",
        PubDate = Rss "pubDate",
        Guid = Rss "guid",
        Creator = Dc "creator",
        Content = Content "encoded",
        Excerpt = Excerpt "encoded",
        Id = Wp "post_id",
        Date = Wp "post_date",
        DateGmt = Wp "post_date_gmt",
        Modified = Wp "post_modified_gmt",
        CommentStatus = Wp "comment_status",
        Name = Wp "post_name",
        Status = Wp "status",
        Parent = Wp "post_parent",
        Order = Wp "menu_order",
        Type = Wp "post_type",
        Password = Wp "post_password",
        Sticky = Wp "is_sticky",
        AttachmentUrl = Wp "attachment_url",
    }
}

fields! {
    /// What is said of a comment.
    CommentField {
        Id = Wp "comment_id",
        Author = Wp "comment_author",
        Email = Wp "comment_author_email",
        Url = Wp "comment_author_url",
        Date = Wp "comment_date",
        DateGmt = Wp "comment_date_gmt",
        Content = Wp "comment_content",
        Approved = Wp "comment_approved",
        Type = Wp "comment_type",
        Parent = Wp "comment_parent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::Declarations;

    #[test]
    fn every_version_of_the_namespace_is_wordpress() {
        for address in [
            "http://wordpress.org/export/1.0/",
            "https://wordpress.org/export/1.2/",
            "http://wordpress.org/export/1.1/",
        ] {
            assert_eq!(Space::of_address(address), Space::Wp, "{address}");
            assert_eq!(Space::of_address(&format!("{address}excerpt/")), Space::Excerpt);
        }
        assert_eq!(Space::of_address("http://example.com/fake/"), Space::Other);
    }

    #[test]
    fn a_prefix_may_be_undeclared_or_mean_something_else() {
        let mut names = Declarations::<Space>::default();
        assert_eq!(names.resolve("wp:post_id"), (Space::Wp, "post_id"));
        names.declare(3, "xmlns:wp", "http://example.com/fake/");
        names.declare(3, "xmlns", "http://wordpress.org/export/1.2/");
        assert_eq!(names.resolve("wp:post_id"), (Space::Other, "post_id"));
        assert_eq!(names.resolve("post_id"), (Space::Wp, "post_id"));
    }
}
