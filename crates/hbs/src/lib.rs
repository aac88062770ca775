//! The Handlebars language: parser and interpreter, no knowledge of Ghost or of Dateline.
//!
//! [`Templates::compile`] reads template files once; [`Templates::render`] fills one of them with a page's data.
//! The data is borrowed ([`Object`]), so fields can be computed when a template asks for them. Helpers are rows of a
//! [`Helpers`] table. Templates are treated as foreign code: [`Limits`] bounds what they may spend.
//!
//! ```
//! use dateline_hbs::{Helpers, Map, Page, Templates, Value};
//!
//! let templates = Templates::compile([("index", "Hello, {{name}}!")]).expect("the template is correct");
//! let helpers: Helpers = Helpers::new();
//! let page = Page::new(Value::from(Map::new().with("name", "Ana & Rui")), &helpers, &());
//! assert_eq!(templates.render("index", &page).expect("nothing can fail here"), "Hello, Ana &amp; Rui!");
//! ```

mod alone;
mod ast;
mod builtin;
mod call;
mod check;
mod circles;
mod error;
mod escape;
mod frame;
mod helpers;
mod interpret;
mod lexer;
mod limits;
mod parser;
mod partial;
mod templates;
mod texts;
mod uses;
mod value;
mod whitespace;

pub use call::Call;
pub use error::{HelperError, Limit, Place, RenderError, TemplateError};
pub use escape::{escape, escape_into};
pub use frame::Frame;
pub use helpers::{Helpers, Host};
pub use limits::{Limits, Page};
pub use templates::Templates;
pub use value::{List, Map, Object, ObjectRef, Sequence, Text, ToValue, Value};
