import { mount } from "svelte";
import App from "./App.svelte";
import "./desk/desk.css";
import { preferredLanguage, words } from "./desk/words.svelte";

const target = document.getElementById("desk");
// The page is ours and has it; without it there is nothing to draw on.
if (target) {
  void words.use(preferredLanguage()).finally(() => mount(App, { target }));
}
