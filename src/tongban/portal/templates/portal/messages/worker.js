// Shows what is pushed to this browser; a touch opens the message centre.
self.addEventListener("push", (event) => {
  const said = event.data.json();
  const shown = { body: said.body, tag: said.title, icon: "/design/mark.svg" };
  event.waitUntil(self.registration.showNotification(said.title, shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{% url 'messages' %}"));
});
