// <form data-at-once>: nothing was typed and nothing is to be decided, so it goes on by itself.
document.querySelector("form[data-at-once]")?.submit();
