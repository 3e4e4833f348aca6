// Nodes without markup: what a user or a carrier has named is always text.

const SVG = "http://www.w3.org/2000/svg";

/** A node with attributes and children; a child may be a text. */
export function node(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same, of a drawing. */
export function shape(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

/** Set a text, if it is another one: an update touches only what changed. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** Set an attribute, if it is another one; null takes it away. */
export function setAttribute(target, name, value) {
  if (value === null || value === undefined) {
    if (target.hasAttribute(name)) target.removeAttribute(name);
  } else if (target.getAttribute(name) !== String(value)) {
    target.setAttribute(name, value);
  }
}

/** Let these be the children: those that are there already, and alike, stay. */
export function setChildren(target, children) {
  children.forEach((child, place) => {
    const there = target.childNodes[place];
    if (there === undefined) target.append(child);
    else if (!there.isEqualNode(child)) there.replaceWith(child);
  });
  while (target.childNodes.length > children.length) target.lastChild.remove();
}

/** A style sheet that all shadow roots of a kind share. */
export function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** Show more of an entity, as Home Assistant's own cards do. */
export function showMore(from, entityId) {
  const event = new CustomEvent("hass-more-info", { detail: { entityId }, bubbles: true, composed: true });
  from.dispatchEvent(event);
}
