# embed_files(NAME GLOB…): the files' bytes as a library with `std::span<const EmbeddedFile> NAME()` in namespace roster::embedded.
function(embed_files name)
  set(files)
  foreach(pattern ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/${pattern})
    list(APPEND files ${found})
  endforeach()
  set(absolute)
  foreach(file ${files})
    list(APPEND absolute ${CMAKE_SOURCE_DIR}/${file})
  endforeach()
  set(out ${CMAKE_BINARY_DIR}/embedded/${name}.cpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/embed.py ${name} ${out} ${CMAKE_SOURCE_DIR} ${files}
    DEPENDS ${absolute} ${CMAKE_SOURCE_DIR}/cmake/embed.py
    COMMENT "Embedding ${name}")
  add_library(${name} STATIC ${out})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
endfunction()
