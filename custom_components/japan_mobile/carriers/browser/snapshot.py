"""What runs in a page: in a world of its own, so that the page's scripts neither see nor change it."""

STATE = """(() => {
  const root = document.documentElement;
  const body = document.body;
  return {
    ready: document.readyState,
    url: location.href,
    born: performance.timeOrigin,
    size: root ? root.getElementsByTagName("*").length : 0,
    text: body ? body.innerText : "",
  };
})()"""

SNAPSHOT = """(() => {
  const unseen = new Set(["HTML", "HEAD", "BODY", "SCRIPT", "STYLE", "TITLE", "META", "LINK", "BASE", "NOSCRIPT", "TEMPLATE", "OPTION", "OPTGROUP"]);
  const typed = new Set(["text", "password", "email", "tel", "number", "search", "url"]);
  const paper = document.implementation.createHTMLDocument("");
  const inside = (node) => {
    if (node.shadowRoot) return node.shadowRoot.childNodes;
    if (node.tagName === "SLOT" && node.assignedNodes().length) return node.assignedNodes();
    return node.childNodes;
  };
  const copy = (node) => {
    const found = paper.importNode(node, false);
    if (node.nodeType !== Node.ELEMENT_NODE) return found;
    if (node.tagName === "INPUT" && typed.has(node.type)) found.removeAttribute("value");
    if (node.tagName === "OPTION") found.toggleAttribute("selected", node.selected);
    const shown = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!shown && !unseen.has(node.tagName)) found.setAttribute("hidden", "");
    for (const child of inside(node)) {
      if (child.nodeType === Node.ELEMENT_NODE || child.nodeType === Node.TEXT_NODE) found.appendChild(copy(child));
    }
    return found;
  };
  return "<!DOCTYPE html>" + copy(document.documentElement).outerHTML;
})()"""

CHOOSE = """((select, option, button) => {
  const lists = [...document.querySelectorAll("select")].filter((one) => one.name === select);
  const dots = [...document.querySelectorAll("input[type=radio]")].filter((one) => one.name === select);
  if ((lists.length === 1) === dots.length > 0) return "select";
  const called = (one) => (one.labels?.[0]?.innerText ?? "").trim().split("\\n")[0].trim();
  const wanted = lists.length
    ? [...lists[0].options].filter((one) => one.text.trim() === option)
    : dots.filter((one) => called(one) === option);
  if (wanted.length !== 1) return "option";
  const shown = (one) => (one.value || one.textContent).trim();
  const buttons = [...document.querySelectorAll("input, button")].filter(
    (one) => one.name === button || (["submit", "button"].includes(one.type) && shown(one) === button),
  );
  if (buttons.length !== 1 || buttons[0].form !== (lists[0] ?? dots[0]).form) return "button";
  if (lists.length) wanted[0].selected = true;
  else wanted[0].click();
  buttons[0].click();
  return "";
})"""
