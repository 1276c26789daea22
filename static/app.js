/*
 * Comfort for staff pages; everything works without it.
 * - The panels of the action panel open by a single letter, shown on each; "/" goes to the search. Not while typing or composing,
 *   and to be switched off below the panel (remembered in this browser).
 * - Ctrl+Enter sends the form of a text field.
 * - What is typed into text fields is kept in this tab until it was sent, also over a lost session or a closed page.
 * - What is written to a complaint is kept on the server too, a moment after the last key, and there again on any computer. A text that is
 *   put in (a template, a phrase) comes without the page being loaded anew.
 * - The forms by which complaints are registered keep a draft on the server while somebody types, look up the caller when the number is
 *   there and the questions of a category when it is chosen. Enter goes to the next field that shows.
 */
const chinese = document.documentElement.lang.startsWith("zh");
const say = (zh, en) => (chinese ? zh : en);
const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);

/* ---- panels and keys ---- */

const panels = [...document.querySelectorAll(".act details[id^='act-']")];
const letters = {
  accept: "a", assign: "t", "ask-material": "q", close: "c", "confirm-withdrawal": "w", "decline-withdrawal": "g", message: "m", note: "n",
  reject: "x", reopen: "o", reply: "r", classify: "l", "decide-extension": "d", extend: "e", pause: "p", resume: "u", "clock-done": "k", contact: "h",
};
const byKey = new Map();
const KEYS_OFF = "redress:keys-off";
let keysOn = localStorage.getItem(KEYS_OFF) === null;

function open(panel) {
  panel.open = true;
  panel.scrollIntoView({ block: "nearest" });
  const first = panel.querySelector("form :is(textarea, select, input:not([type=hidden]))");
  (first || panel.querySelector("summary")).focus();
}

for (const panel of panels) {
  const action = panel.id.slice("act-".length);
  const key = [letters[action], ...action.replace(/[^a-z]/g, "")].find((k) => k && !byKey.has(k));
  if (key) {
    byKey.set(key, panel);
    const mark = document.createElement("kbd");
    mark.textContent = key.toUpperCase();
    panel.querySelector("summary").append(mark);
  }
  /* for browsers that do not know <details name> */
  panel.addEventListener("toggle", () => {
    if (panel.open) panels.filter((other) => other !== panel).forEach((other) => { other.open = false; });
  });
}

function showKeys(button) {
  for (const [key, panel] of byKey) {
    const summary = panel.querySelector("summary");
    summary.querySelector("kbd").hidden = !keysOn;
    if (keysOn) summary.setAttribute("aria-keyshortcuts", key);
    else summary.removeAttribute("aria-keyshortcuts");
  }
  button.textContent = keysOn ? say("关闭单键快捷键", "Switch single-letter shortcuts off") : say("打开单键快捷键", "Switch single-letter shortcuts on");
}

if (byKey.size > 0) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-link keys";
  button.addEventListener("click", () => {
    keysOn = !keysOn;
    if (keysOn) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
    showKeys(button);
  });
  panels[0].parentElement.append(button);
  showKeys(button);
}

function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return;
  const at = event.target;
  if (event.ctrlKey) {
    if (event.key === "Enter" && at.form && (at.tagName === "TEXTAREA" || at.form.querySelector("[data-save]"))) {
      event.preventDefault();
      const button = at.form.querySelector("[data-save]") || at.form.querySelector("button[type=submit]");
      if (button) button.click();
    }
    return;
  }
  if (event.key === "Escape") {
    closeMenus(null);
    if (location.hash === "#nav") location.hash = "main";
    return;
  }
  if (typing(at) || !keysOn) return;
  const step = { "[": "prev", "]": "next" }[event.key];
  const neighbour = step && document.querySelector(`.crumb a[rel=${step}]`);
  if (neighbour) {
    event.preventDefault();
    neighbour.click();
    return;
  }
  const search = document.getElementById("find");
  const panel = byKey.get(event.key.toLowerCase());
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  } else if (panel && !event.shiftKey) {
    event.preventDefault();
    open(panel);
  }
});

/* A link to a panel ("#act-reply") opens it. */
function openLinked() {
  const panel = panels.find((each) => `#${each.id}` === location.hash);
  if (panel) open(panel);
}
window.addEventListener("hashchange", openLinked);
openLinked();

document.getElementById("errs")?.focus();

/* ---- drafts ---- */

const who = document.querySelector(".menu-n")?.textContent ?? "";
const SENT = "redress:sent";
const draftKey = (field) => `redress:draft:${who}:${new URL(field.form.getAttribute("action"), location.href).pathname}:${field.name}`;
const fields = [...document.querySelectorAll("form[method=post]:not([data-intake]) textarea:not([readonly])")];

/* What was sent goes once a page says that it was done; after an error it stays. */
if (document.querySelector(".flash")) {
  for (const key of JSON.parse(sessionStorage.getItem(SENT) || "[]")) sessionStorage.removeItem(key);
}
if (document.querySelector(".menu")) sessionStorage.removeItem(SENT);

for (const field of fields) {
  const key = draftKey(field);
  const kept = sessionStorage.getItem(key);
  if (kept && field.value === "") {
    field.value = kept;
    const note = document.createElement("p");
    note.className = "hint";
    note.textContent = say("已恢复您上次未提交的内容。", "What you typed before and did not send is back.");
    field.after(note);
    const panel = field.closest("details");
    if (panel && !panels.some((other) => other.open)) panel.open = true;
  }
  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (field.value.trim() === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, field.value);
    }, 250);
  });
  field.form.addEventListener("submit", () => {
    clearTimeout(wait);
    if (field.value.trim() !== "") sessionStorage.setItem(key, field.value);
    const sent = new Set(JSON.parse(sessionStorage.getItem(SENT) || "[]")).add(key);
    sessionStorage.setItem(SENT, JSON.stringify([...sent]));
  });
}

/* ---- drafts of a complaint, on the server ---- */

for (const form of document.querySelectorAll("form[data-draft]")) {
  const texts = [...form.querySelectorAll("textarea")];
  const note = document.createElement("p");
  note.className = "hint";
  note.setAttribute("role", "status");
  let wait, sent = false;
  const keep = (last) => {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, what: form.dataset.draft, quiet: "1" });
    for (const text of texts) body.append(text.name, text.value);
    wait = undefined;
    return fetch(`${location.pathname.split("/").slice(0, 4).join("/")}/draft`, { method: "POST", body, keepalive: last });
  };
  const save = async () => {
    try {
      const answer = await keep(false);
      if (sent) return;
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      note.textContent = say("草稿已保存 ", "Kept as a draft at ") + new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    } catch {
      if (!sent) note.textContent = say("草稿暂时没有保存到服务器，内容仍保存在本页。", "The draft could not be kept on the server; it stands here still.");
    }
  };
  form.addEventListener("input", (event) => {
    if (!texts.includes(event.target)) return;
    if (!note.isConnected) texts.at(-1).after(note);
    clearTimeout(wait);
    wait = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(wait);
    wait = undefined;
  });
  form.querySelector("[form=discard]")?.addEventListener("click", () => {
    sent = true;
    clearTimeout(wait);
    wait = undefined;
    for (const text of texts) sessionStorage.removeItem(draftKey(text));
  });
  addEventListener("pagehide", () => { if (wait !== undefined) keep(true); });
  for (const button of form.querySelectorAll("button[name=insert]")) {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const body = new FormData(form);
      body.delete("files");
      body.set("insert", button.value);
      try {
        const answer = await fetch(form.action, { method: "POST", body });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = texts.map((text) => page.getElementById(text.id));
        if (!answer.ok || fresh.includes(null)) throw new Error(answer.status);
        texts.forEach((text, i) => {
          text.value = fresh[i].value;
          text.dispatchEvent(new Event("input", { bubbles: true }));
        });
        texts[0].focus();
      } catch {
        form.requestSubmit(button); /* the page says what is wrong */
      }
    });
  }
}

/* ---- registering a complaint ---- */

const intake = document.querySelector("form[data-intake]");
if (intake) {
  intake.classList.add("tk-js");
  const SAVE_AFTER = 2000;
  const status = document.getElementById("kept");
  const single = "input:not([type=hidden], [type=file]), select";
  const shows = (el) => el.getClientRects().length > 0 && !el.closest("details:not([open])");
  const onward = (at) => {
    const all = [...intake.querySelectorAll("input:not([type=hidden]), select, textarea, [data-save]")].filter(shows);
    all[all.indexOf(at) + 1]?.focus();
  };
  let wait, sending, sent = false, asked = "", picked = "";

  const say2 = (text) => { status.textContent = text; };
  const ask = async (what, quiet) => {
    const body = new FormData(intake);
    for (const name of ["files", "recording", "do", "remove"]) body.delete(name);
    body.set("do", what);
    if (quiet) body.set("quiet", "1");
    sending?.abort();
    sending = new AbortController();
    const answer = await fetch(intake.action, { method: "POST", body, signal: sending.signal });
    if (!answer.ok) throw new Error(answer.status);
    return quiet ? null : new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const save = async () => {
    try {
      await ask("keep", true);
      say2(say("草稿已自动保存 ", "Kept as a draft at ") + new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    } catch (error) {
      if (error.name !== "AbortError" && !sent) say2(say("草稿没有保存上，请检查网络；内容仍在页面上。", "The draft could not be kept. What you typed still stands here."));
    }
  };
  /* A part of the page as the server shows it now; where somebody is typing nothing is taken from under the hands. */
  const renew = async (what, id, over) => {
    clearTimeout(wait);
    try {
      const page = await ask(what, false);
      const old = document.getElementById(id), fresh = page.getElementById(id);
      if (sent || !old || !fresh || (!over && old.contains(document.activeElement))) return;
      old.replaceWith(fresh);
    } catch (error) {
      if (error.name !== "AbortError") save();
    }
  };
  /* Enter in the category goes to what the category asks, or stays where none fits. */
  const pick = async (at) => {
    picked = at.value;
    await renew("questions", "questions", true);
    if (!document.querySelector("#questions .none")) onward(at.isConnected ? at : intake.elements.category);
  };
  intake.addEventListener("input", (event) => {
    clearTimeout(wait);
    if (event.target.type !== "file") wait = setTimeout(save, SAVE_AFTER);
  });
  intake.addEventListener("change", (event) => {
    const at = event.target;
    const known = at.value.trim();
    if ((at.name === "phone" || at.name === "name" || at.name === "email") && known && asked !== at.name + known) {
      asked = at.name + known;
      renew("find", "found");
    }
    if (at.name === "category" && at.value !== picked) setTimeout(() => renew("questions", "questions"));
  });
  intake.addEventListener("focusout", (event) => {
    if (event.target.name === "category_choice" && event.relatedTarget?.name !== "category_choice" && event.target.value !== picked) setTimeout(() => renew("questions", "questions"));
  });
  intake.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || !at.matches(single)) return;
    event.preventDefault();
    if (at.name === "category" || at.name === "category_choice") pick(at);
    else onward(at);
  });
  intake.addEventListener("submit", () => {
    sent = true;
    clearTimeout(wait);
    sending?.abort();
  });
  if (!document.getElementById("errs")) (intake.elements.phone.value ? intake.elements.body : [...intake.querySelectorAll(single)].find(shows)).focus();
}
