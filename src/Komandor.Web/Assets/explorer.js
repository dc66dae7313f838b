// Keeps a page fresh. Every page works without this module; it adds four things: regions marked data-live
// follow the node, relative times go on counting, ids can be copied, private texts are not searched for.

const body = document.body;
const offline = document.getElementById("offline");
const timeoutMs = 10_000;
const slowestMs = 15_000;

// The node's clock, not the viewer's, is what relative times count from.
let skewMs = Date.parse(body.dataset.now) - Date.now();

function relative(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds === 0) return "now";
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const [size, unit] = units.find(([size]) => seconds >= size);
  const span = `${Math.floor(seconds / size).toLocaleString("en")} ${unit}`;
  return milliseconds >= 0 ? `${span} ago` : `in ${span}`;
}

function countTimes() {
  const now = Date.now() + skewMs;
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const text = relative(now - Date.parse(element.dateTime));
    if (element.textContent !== text) element.textContent = text;
  }
}

function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async event => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1200);
  } catch {
    button.hidden = true;
  }
});

// What belongs to somebody's private money: an explorer finds nothing by it, so it is not sent at all.
function privateKind(text) {
  const bare = text.trim().toLowerCase().replace(/^komandor:/, "").split("?")[0];
  if (bare.startsWith("komandorproof1")) return "proof";
  if (/^[a-z]+(fvk|ivk)1[02-9ac-hj-np-z]+$/.test(bare)) return "key";
  // Version 1 and 113 bytes: docs/protocol/private-wallet.md, section 2.
  return /^[a-z]+1q[yx89][02-9ac-hj-np-z]{185}$/.test(bare) ? "address" : null;
}

document.querySelector("form.search")?.addEventListener("submit", event => {
  const kept = document.getElementById("kept");
  const kind = privateKind(document.getElementById("q").value);
  kept.hidden = kind === null;
  if (kind === null) return;
  event.preventDefault();
  for (const part of kept.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== kind;
});

// What a person holds (a selection, a button that has just copied) stays until it is let go.
function isHeld(element) {
  const selection = document.getSelection();
  return element.querySelector(".copy.done") !== null
    || (selection && !selection.isCollapsed && selection.containsNode(element, true));
}

// The element of the fresh region that the keyboard's focus moves to: the same link, the same button.
function sameFocus(replacement, focused) {
  const twin = candidate => candidate.tagName === focused.tagName
    && candidate.getAttribute("href") === focused.getAttribute("href") && candidate.dataset.copy === focused.dataset.copy;
  return [...replacement.querySelectorAll("a, button")].find(twin);
}

function replace(element, replacement) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const next = focused && sameFocus(replacement, focused);
  // What has the focus must not vanish under it.
  if (focused && !next) return;
  element.replaceWith(replacement);
  next?.focus({ preventScroll: true });
}

function regions(root) {
  return new Map([...root.querySelectorAll("[data-live]")].map(element => [element.dataset.live, element]));
}

function apply(next) {
  const old = regions(document);
  const fresh = regions(next);
  const sameShape = old.size === fresh.size && [...old.keys()].every(name => fresh.has(name));
  if (!sameShape) {
    const main = document.getElementById("main");
    const ours = new Set(["offline", "kept"]);
    main.replaceChildren(offline, document.getElementById("kept"), ...[...next.getElementById("main").children].filter(child => !ours.has(child.id)));
    document.title = next.title;
    showCopyButtons(main);
    return;
  }
  for (const [name, element] of old) {
    const replacement = document.adoptNode(fresh.get(name));
    showCopyButtons(replacement);
    if (!isHeld(element) && !element.isEqualNode(replacement)) replace(element, replacement);
  }
}

async function follow() {
  let waitMs = Number(body.dataset.refresh);
  while (body.dataset.refresh) {
    await new Promise(resume => setTimeout(resume, waitMs));
    if (document.hidden) {
      await new Promise(resume => document.addEventListener("visibilitychange", resume, { once: true }));
    }
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(timeoutMs) });
      const next = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!next.getElementById("main")) throw new Error("no page");
      skewMs = Date.parse(next.body.dataset.now) - Date.now();
      apply(next);
      offline.hidden = true;
      if (!next.body.dataset.refresh) delete body.dataset.refresh;
      else body.dataset.refresh = next.body.dataset.refresh;
      waitMs = Number(body.dataset.refresh);
    } catch {
      offline.hidden = false;
      waitMs = Math.min(waitMs * 2, slowestMs);
    }
  }
}

showCopyButtons(document);
countTimes();
setInterval(countTimes, 1000);
follow();
