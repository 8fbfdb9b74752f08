/* Conversations in this browser's own storage, and nowhere else. */

const LIST = "quoth.conversations";
const key = (id) => `quoth.conversation.${id}`;

/** All conversations, the latest first: id, title, time of the last question. */
export function list() {
  try {
    const found = JSON.parse(localStorage.getItem(LIST) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => one && typeof one.id === "string" && typeof one.title === "string") : [];
  } catch {
    return [];
  }
}

/** The answers of a conversation, as the markup they were shown with; none if there is no such conversation. */
export function read(id) {
  try {
    const found = JSON.parse(localStorage.getItem(key(id)) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** Keep a conversation; when there is no room the oldest go. Whether it was kept. */
export function write(id, title, turns) {
  let others = list().filter((one) => one.id !== id);
  for (;;) {
    try {
      localStorage.setItem(key(id), JSON.stringify(turns));
      localStorage.setItem(LIST, JSON.stringify([{ id, title, at: Date.now() }, ...others]));
      return true;
    } catch (error) {
      if (error.name !== "QuotaExceededError" || !others.length) return false;
      erase(others.at(-1).id);
      others = others.slice(0, -1);
    }
  }
}

/** Erase a conversation. */
export function erase(id) {
  try {
    localStorage.removeItem(key(id));
    localStorage.setItem(LIST, JSON.stringify(list().filter((one) => one.id !== id)));
  } catch {
    return; // a browser that keeps nothing has nothing to erase
  }
}
