/* Quoth's pages with scripts: everything here adds to pages that work without it. */

if (document.getElementById("chat")) import("./chat.js").then(({ startChat }) => startChat());
if (document.getElementById("upload")) import("./uploads.js").then(({ startUploads }) => startUploads());
