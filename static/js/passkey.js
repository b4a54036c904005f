// Passkeys: asks the browser for one and puts its answer into the form. Without scripts the page's other ways work.
//
// An element with data-passkey holds a button and a place for an error; it is shown only where passkeys work.
//   data-passkey="sign"     a passkey answers the options in the JSON element that data-passkey-options names
//   data-passkey="sign-in"  the same, with options fetched from the form's own address
//   data-passkey="create"   a new passkey is made; a ticked data-passkey-alone box makes it serve without a password
// The answer goes into the field of the same form that data-passkey-field names.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

const withBytes = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(options) {
  const wish = options.publicKey;
  const credential = await navigator.credentials.get({
    publicKey: { ...wish, challenge: bytes(wish.challenge), allowCredentials: withBytes(wish.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      ...(userHandle && userHandle.byteLength ? { userHandle: text(userHandle) } : {}),
    },
  };
}

async function create(options, alone) {
  const wish = options.publicKey;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...wish,
      challenge: bytes(wish.challenge),
      user: { ...wish.user, id: bytes(wish.user.id) },
      excludeCredentials: withBytes(wish.excludeCredentials),
      authenticatorSelection: {
        ...wish.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        userVerification: "required",
      },
    },
  });
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(credential.response.clientDataJSON),
      attestationObject: text(credential.response.attestationObject),
    },
  };
}

async function answer(place, form) {
  const named = place.dataset.passkeyOptions;
  if (place.dataset.passkey === "sign-in") {
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("The register did not answer.");
    return ask((await response.json()).request_options);
  }
  const held = JSON.parse(document.getElementById(named).textContent);
  if (place.dataset.passkey === "create") {
    const box = form.elements[place.dataset.passkeyAlone];
    return create(held.creation_options || held, Boolean(box && box.checked));
  }
  return ask(held.request_options || held);
}

function words(error) {
  return error.name === "NotAllowedError" || error.name === "AbortError"
    ? "The passkey was not used. Try again, or choose another way."
    : "This passkey could not be used here. Choose another way.";
}

for (const place of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const button = place.querySelector("button");
  const problem = place.querySelector("[role=alert]");
  const form = button.form || document.getElementById(button.getAttribute("form"));
  place.hidden = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (problem) problem.hidden = true;
    try {
      form.elements[place.dataset.passkeyField].value = JSON.stringify(await answer(place, form));
      form.submit();
    } catch (error) {
      if (problem) {
        problem.textContent = words(error);
        problem.hidden = false;
      }
    }
  });
}
