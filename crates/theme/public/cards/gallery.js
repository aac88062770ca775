// Pictures of a row share its width so that they come out equally high.
for (const picture of document.querySelectorAll(".kg-gallery-image img")) {
  const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
  if (width > 0 && height > 0) picture.closest(".kg-gallery-image").style.flex = `${width / height} 1 0`;
}
