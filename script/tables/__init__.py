"""Tables in the documents that follow from the code, written and checked by `script/docs`."""
