//! The Ghost theme contract: template choice, contexts, helpers, on top of the template language.
