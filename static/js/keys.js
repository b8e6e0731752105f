// Keys (WebAuthn). A form with data-key asks the browser for one before it is sent; it needs webauthn-json.js.
// data-key: "create" a new one, "get" one of the person's, "sign-in" with any. data-options: what the server asks.

async function askedOf(form) {
  if (form.dataset.key !== "sign-in") return JSON.parse(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("no options");
  return (await response.json()).request_options;
}

async function sendWithKey(form) {
  const failed = form.querySelector("[data-key-failed]");
  if (failed) failed.hidden = true;
  try {
    const asked = await askedOf(form);
    const made = form.dataset.key === "create" ? webauthnJSON.create(asked) : webauthnJSON.get(asked);
    form.elements.credential.value = JSON.stringify(await made);
    form.submit();
  } catch {
    if (failed) failed.hidden = false;
  }
}

document.querySelectorAll("form[data-key]").forEach((form) => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendWithKey(form);
  });
});
