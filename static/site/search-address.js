// A question that an older link asks of another page, such as /decisions/?q=online, is answered by the page of the search.
if (location.pathname === "/decisions/" && location.search.length > 1) {
  location.replace(`/search/${location.search}`);
}
