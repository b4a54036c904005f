// Signing with a passkey: asks the browser for one and puts its answer into the step's form. Without scripts the
// form's other ways (password, code) work.
//
// An element with data-passkey holds a button and a place for an error; it is shown only where passkeys work.
// data-passkey-options names the JSON element with the options, data-passkey-field the field that takes the answer.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

async function ask({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: publicKey.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
    },
  });
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  return {
    id: credential.id,
    type: credential.type,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
    },
  };
}

function words(error) {
  return error.name === "NotAllowedError" || error.name === "AbortError"
    ? "The passkey was not used. Try again, or use your password."
    : "This passkey could not be used here. Use your password.";
}

for (const place of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const button = place.querySelector("button");
  const problem = place.querySelector("[role=alert]");
  place.hidden = false;
  button.addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const options = JSON.parse(document.getElementById(place.dataset.passkeyOptions).textContent);
      button.form.elements[place.dataset.passkeyField].value = JSON.stringify(await ask(options));
      button.form.dispatchEvent(new Event("submit")); // submit() tells nobody, and who warns of leaving must know
      button.form.submit();
    } catch (error) {
      problem.textContent = words(error);
      problem.hidden = false;
    }
  });
}
