/** How many comments wait for a moderator: shown in the navigation, counted down by the conveyor. */
class Waiting {
  comments = $state(0);
}

export const waiting = new Waiting();
