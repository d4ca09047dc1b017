// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRights} from "../interfaces/IRights.sol";
import {Facts} from "../types/Facts.sol";
import {RightId} from "../types/Ids.sol";
import {Subjects} from "../types/Subjects.sol";
import {RightKeeper} from "./RightKeeper.sol";

/// @title A certificate is of one right, be it its first or a later one
abstract contract CertificateKeeper is RightKeeper {
    /// @notice Evidence digests of one right.
    uint256 public constant MAX_EVIDENCE = 16;

    /// @notice The id that the certificate gives to a new right; {RightExists} with the right that it is of already.
    function _unused(uint32 authority, string calldata certificateNumber) internal view returns (RightId id) {
        id = _idOf(authority, certificateNumber);
        RightId taken = _rightUnder(id);
        if (RightId.unwrap(taken) != 0) revert IRights.RightExists(taken);
    }

    /// @notice The right that the certificate is of; zero if none.
    /// @param certificate the id that it gave, or would give, to a right of its own
    function _rightUnder(RightId certificate) internal view returns (RightId) {
        bytes32 id = RightId.unwrap(certificate);
        if (_LEDGER.word(Subjects.RIGHT, id) != 0) return certificate;
        return RightId.wrap(_LEDGER.fact(Facts.CERTIFICATE, id));
    }

    function _idOf(uint32 authority, string calldata certificateNumber) internal pure returns (RightId) {
        return RightId.wrap(keccak256(abi.encode(authority, keccak256(bytes(certificateNumber)))));
    }
}
