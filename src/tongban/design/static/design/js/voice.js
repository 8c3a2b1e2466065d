// Offers speaking instead of typing where the browser can recognise speech; otherwise nothing shows.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
for (const button of document.querySelectorAll("[data-voice]")) {
  if (!Recognition) break;
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.voice);
    const ear = new Recognition();
    ear.lang = document.documentElement.lang === "zh-hans" ? "zh-CN" : document.documentElement.lang;
    ear.interimResults = true;
    button.setAttribute("aria-pressed", "true");
    ear.onresult = (event) => {
      input.value = [...event.results].map((result) => result[0].transcript).join("");
      if (event.results[event.results.length - 1].isFinal) input.form.requestSubmit();
    };
    ear.onend = () => button.removeAttribute("aria-pressed");
    ear.onerror = () => { button.removeAttribute("aria-pressed"); input.focus(); };
    ear.start();
  });
}
