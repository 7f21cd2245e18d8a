// Asks the browser for a passkey when the form is sent, and sends its answer along.
(function () {
  "use strict";

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // What comes as text in JSON, browsers want as bytes.
  function options(form) {
    var wanted = JSON.parse(form.dataset.options);
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    (wanted.excludeCredentials || []).concat(wanted.allowCredentials || []).forEach(function (one) {
      one.id = bytes(one.id);
    });
    return { publicKey: wanted };
  }

  function answer(credential) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (part) {
      if (credential.response[part]) said[part] = text(credential.response[part]);
    });
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var told = form.querySelector("[data-failed]");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      told.textContent = "";
      if (!window.PublicKeyCredential) {
        told.textContent = told.dataset.unknown;
        return;
      }
      navigator.credentials[form.dataset.passkey](options(form)).then(function (credential) {
        form.elements.credential.value = answer(credential);
        form.submit();
      }).catch(function () {
        told.textContent = told.dataset.failed;
      });
    });
  });
})();
