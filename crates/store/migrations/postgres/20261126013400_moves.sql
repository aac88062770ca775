-- Whole sites that move in and out from the desk: what was asked for and how far it is, so that a server that was stopped goes
-- on where it was. An import notes in the transaction of each batch what it added and what it changed, and how many lines
-- of the change log were its own: it can be taken back as long as there is no other line.

CREATE TABLE moves (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  move_id UUID NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  about TEXT NOT NULL,
  began_line BIGINT NOT NULL,
  ended_line BIGINT,
  lines BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (site_id, move_id)
);

CREATE TABLE move_steps (
  site_id UUID NOT NULL,
  move_id UUID NOT NULL,
  step BIGINT NOT NULL,
  wrote TEXT NOT NULL,
  PRIMARY KEY (site_id, move_id, step),
  FOREIGN KEY (site_id, move_id) REFERENCES moves ON DELETE CASCADE
);
