// Boost.Asio's own code, once, instead of in every file that uses it (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
