// The keys of the conveyor, for the conveyor itself and for the list of shortcuts.

export const conveyorKeys = [
  { key: "j", says: "key-next" },
  { key: "k", says: "key-previous" },
  { key: "a", says: "comment-approve" },
  { key: "s", says: "comment-spam" },
  { key: "t", says: "comment-trash" },
  { key: "b", says: "comment-ban" },
  { key: "r", says: "comment-reply" },
  { key: "x", says: "key-mark" },
] as const;
