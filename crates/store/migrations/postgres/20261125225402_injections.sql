-- Markup that the owner adds to the head and the foot of one story, page or tag, printed as it is: kept apart, because few
-- have any and only owners may write it.

CREATE TABLE injections (
  site_id UUID NOT NULL REFERENCES sites ON DELETE CASCADE,
  thing_id UUID NOT NULL,
  head TEXT NOT NULL,
  foot TEXT NOT NULL,
  PRIMARY KEY (site_id, thing_id)
);
