# embed_text(TARGET FILE NAME NAMESPACE): makes the header <dir of NAME>.hpp with a string_view NAME_description that
# holds the bytes of FILE, so that what is served is the file in the tree.
function(embed_text target file header variable namespace)
  set(output ${PROJECT_BINARY_DIR}/${header})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DVARIABLE=${variable} -DNAMESPACE=${namespace}
            -P ${PROJECT_SOURCE_DIR}/cmake/EmbedTextScript.cmake
    DEPENDS ${file} ${PROJECT_SOURCE_DIR}/cmake/EmbedTextScript.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
