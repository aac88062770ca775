// The controls of an audio or video card; without them the card's own element plays.
const clock = (seconds) => {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
const RATES = [1, 1.5, 2, 0.5];
const controls = (card, kind) => {
  const media = card.querySelector(kind);
  if (!media) return;
  const part = (name) => card.querySelector(`.kg-${kind}-${name}`);
  const hide = (name, hidden) => part(name)?.classList.toggle(`kg-${kind}-hide`, hidden);
  const on = (name, event, act) => part(name)?.addEventListener(event, act);
  const write = (name, text) => {
    const element = part(name);
    if (element) element.textContent = text;
  };
  const playing = () => {
    hide("play-icon", !media.paused);
    hide("pause-icon", media.paused);
  };
  const duration = () => {
    write("duration", clock(media.duration));
    const slider = part("seek-slider");
    if (slider) slider.max = String(Math.floor(media.duration) || 0);
  };
  const start = () => {
    hide("overlay", true);
    hide("player-container", false);
    media.play();
  };
  media.addEventListener("play", playing);
  media.addEventListener("pause", playing);
  media.addEventListener("loadedmetadata", duration);
  media.addEventListener("timeupdate", () => {
    write("current-time", clock(media.currentTime));
    const slider = part("seek-slider");
    if (slider) slider.value = String(Math.floor(media.currentTime));
  });
  on("large-play-icon", "click", start);
  on("play-icon", "click", start);
  on("pause-icon", "click", () => media.pause());
  on("seek-slider", "input", (event) => { media.currentTime = Number(event.target.value); });
  on("volume-slider", "input", (event) => { media.volume = Number(event.target.value) / 100; });
  const mute = (muted) => {
    media.muted = muted;
    hide("unmute-icon", muted);
    hide("mute-icon", !muted);
  };
  on("unmute-icon", "click", () => mute(true));
  on("mute-icon", "click", () => mute(false));
  on("playback-rate", "click", (event) => {
    media.playbackRate = RATES[(RATES.indexOf(media.playbackRate) + 1) % RATES.length];
    event.currentTarget.innerHTML = `${media.playbackRate}&#215;`;
  });
  if (media.readyState > 0) duration();
};
for (const kind of ["audio", "video"]) {
  for (const card of document.querySelectorAll(`.kg-${kind}-card`)) controls(card, kind);
}
